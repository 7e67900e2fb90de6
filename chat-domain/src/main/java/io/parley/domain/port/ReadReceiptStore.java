package io.parley.domain.port;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.conversation.UnreadConversation;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far each participant has read, and what waits for him. Thread-safe; every method blocks for a
 * constant number of round trips, whatever the number of unread messages, and throws {@link
 * StoreUnavailableException} if the store does not answer. An unread count is at any time exactly
 * the number of unread, undeleted messages addressed to the user.
 *
 * @since 0.1
 */
public interface ReadReceiptStore {
  /**
   * Moves the read position of a participant forward; never back.
   *
   * @param upTo the last position that is read, empty for the newest message; a position past the
   *     newest message means the newest
   * @return {@link Marked#moved()} is false if the position was there already
   * @throws io.parley.domain.error.ChatException {@link
   *     io.parley.domain.error.ErrorCode#CONVERSATION_NOT_FOUND} if {@code reader} is not in it
   */
  Marked markRead(ConversationId conversation, UserId reader, Optional<Sequence> upTo);

  /**
   * How far both participants of some conversations have read; who has read nothing is left out.
   *
   * @param conversations with the two users of each
   */
  List<ReadReceipt> positions(Map<ConversationId, Participants> conversations);

  /** Unread, undeleted messages addressed to the user, over all conversations. */
  long unreadTotal(UserId user);

  /** The conversations in which the user has something to read, that with the newest first. */
  List<UnreadConversation> unreadByConversation(UserId user);

  /**
   * The outcome of marking.
   *
   * @param receipt the position after the call; {@link ReadReceipt#readAt()} is the time at which
   *     the position was reached, for {@link Sequence#NONE} that of the conversation's beginning
   * @param state the conversation after the call
   */
  record Marked(ReadReceipt receipt, boolean moved, ConversationState state) {}
}
