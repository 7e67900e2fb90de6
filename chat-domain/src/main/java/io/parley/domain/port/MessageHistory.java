package io.parley.domain.port;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.Authorship;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The stored messages: the reading half. Thread-safe; every method blocks for a constant number of
 * round trips, sees what was committed before the call, and throws {@link
 * StoreUnavailableException} if the store does not answer. Soft-deleted messages are in no result
 * and no total but {@link #authorship}, {@link #findAll} and {@link #sequence}. Checks no rights
 * otherwise.
 *
 * @since 0.1
 */
public interface MessageHistory {
  /**
   * Who wrote a message, deleted or not, and to whom, for one of the two. Empty if there is no such
   * message, or if it is between others: to find out either takes the same work, so that the time
   * does not tell them apart.
   */
  Optional<Authorship> authorship(MessageId message, UserId participant);

  /** Messages in the order of {@code ids}, deleted or not; those that are unknown are left out. */
  List<Message> findAll(List<MessageId> ids);

  /** As {@link #findAll}, without those that are deleted. */
  default List<Message> findUndeleted(List<MessageId> ids) {
    return findAll(ids).stream().filter(message -> !message.isDeleted()).toList();
  }

  /** A page of a conversation, oldest first: page 1 is the oldest. */
  Page<Message> page(ConversationId conversation, PageRequest request);

  /**
   * Messages after a position, oldest first; the total is that of the conversation.
   *
   * @param after exclusive; {@link Sequence#NONE} reads from the beginning
   * @param limit 1 to {@value PageRequest#MAX_LIMIT}
   */
  Slice after(ConversationId conversation, Sequence after, int limit);

  /**
   * The messages after a position, deleted or not: their positions are those that follow it.
   *
   * @param after exclusive
   * @param limit 1 to {@value PageRequest#MAX_LIMIT}
   */
  List<Message> sequence(ConversationId conversation, Sequence after, int limit);

  /**
   * The time of the clock that dates messages, to be compared with {@link Message#createdAt}: it
   * may differ from that of other machines, and be set back.
   */
  Instant now();

  /** What is committed now, to be asked later by {@link #lastIn}. */
  Snapshot snapshot();

  /**
   * The last position of a conversation that was committed when a snapshot was taken.
   *
   * @param after where it is looked from; the answer if nothing behind it was committed then, or if
   *     the store was brought back to an older state since
   */
  Sequence lastIn(Snapshot snapshot, ConversationId conversation, Sequence after);

  /**
   * The messages next before a position, oldest first; the total is that of the conversation.
   *
   * @param before exclusive
   * @param limit 1 to {@value PageRequest#MAX_LIMIT}
   */
  Slice before(ConversationId conversation, Sequence before, int limit);

  /**
   * What was committed at a moment.
   *
   * @param at by the clock that dates messages
   * @param text a text of the store's own
   */
  record Snapshot(Instant at, String text) {}

  /**
   * Some messages of a conversation next to a position.
   *
   * @param total undeleted messages of the conversation
   * @param hasMore whether more follow in the direction that was read
   */
  record Slice(List<Message> messages, long total, boolean hasMore) {
    public Slice {
      messages = List.copyOf(messages);
    }
  }
}
