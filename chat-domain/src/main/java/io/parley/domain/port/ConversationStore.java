package io.parley.domain.port;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who talks to whom. Thread-safe; every method blocks for a constant number of round trips and
 * throws {@link StoreUnavailableException} if the store does not answer. Conversations come into
 * being with their first message ({@link MessageStore#append}).
 *
 * @since 0.1
 */
public interface ConversationStore {
  /**
   * The two users of a conversation, for one of them. Empty if there is no such conversation, or if
   * the user is not in it: to find out either takes the same work, so that the time does not tell
   * them apart.
   */
  Optional<Participants> participants(ConversationId conversation, UserId participant);

  /** The position of the newest message, deleted or not; {@link Sequence#NONE} if unknown. */
  Sequence lastSequence(ConversationId conversation);

  /** How the conversations of some pairs are now; pairs without one are left out. */
  Map<Participants, ConversationState> states(Set<Participants> pairs);

  /** The conversations of a user, that with the newest message first. */
  Page<InboxEntry> inbox(UserId user, PageRequest request);

  /** For each user the others with whom he shares a conversation; every key is in the answer. */
  Map<UserId, Set<UserId>> partners(Set<UserId> users);
}
