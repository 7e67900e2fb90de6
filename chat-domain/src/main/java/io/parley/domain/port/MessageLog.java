package io.parley.domain.port;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.PageRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All messages in the order of their ids, and all deletes and restores: what is derived from the
 * messages and kept elsewhere, such as an index, follows it. Nothing is ever added before what was
 * read, so a reader that remembers a position misses nothing.
 *
 * <p>Thread-safe; every method blocks, and throws {@link StoreUnavailableException} if the store
 * does not answer.
 *
 * @since 0.1
 */
public interface MessageLog {
  /**
   * What follows a position. It may lag behind what is committed, for a moment, or for as long as a
   * transaction that began before is still open.
   *
   * @param limit messages, and deletes and restores, at most
   */
  Batch after(Position position, int limit);

  /** Where a reader begins who wants what comes from now on; it may begin a little before. */
  Position end();

  /**
   * Where a reader begins who wants a message, and all that follow, and of the deletes and restores
   * those that come from now on.
   *
   * @param first may be of no message
   */
  Position before(MessageId first);

  /**
   * Whether this log has handed out {@code position}. It has not, and what was derived from it is
   * worthless, once the store was emptied, exchanged, or brought back to an older state.
   */
  boolean contains(Position position);

  /** What {@link #after} has not yet told a reader at {@code position}, as of now. */
  News news(Position position, SearchScope scope, SearchText text, PageRequest request);

  /**
   * How far somebody has read.
   *
   * @param message id of the last message, 0 before the first
   * @param change number of the last delete or restore, 0 before the first
   * @param origin by what the log recognises the position; a text of its own
   */
  record Position(long message, long change, String origin) {
    /** Before everything. */
    public static final Position START = new Position(0, 0, "");
  }

  /**
   * A message as it was stored. Rows that were imported may break the rules of a message; so what
   * they say stands here as it is.
   *
   * @param conversation its id
   * @param sender the user's id
   * @param receiver the user's id
   * @param deleted whether it was deleted when it was read here
   */
  record Entry(
      MessageId id,
      long conversation,
      long sender,
      long receiver,
      String content,
      boolean deleted) {}

  /**
   * A part of the log.
   *
   * @param messages by id, ascending
   * @param deleted messages that were deleted or restored, and whether they are deleted now; to be
   *     looked at after {@code messages}
   * @param end where to go on
   * @param newest id of the last message that can be read now
   */
  record Batch(List<Entry> messages, Map<MessageId, Boolean> deleted, Position end, long newest) {
    public Batch {
      messages = List.copyOf(messages);
      deleted = Map.copyOf(deleted);
    }

    public boolean isEmpty() {
      return messages.isEmpty() && deleted.isEmpty();
    }
  }

  /**
   * What of a search lies behind a position.
   *
   * @param total undeleted messages that match and are new, or were deleted or restored
   * @param page those of them that the request asks for, the highest id first
   * @param changed all messages that were deleted or restored
   */
  record News(long total, List<MessageId> page, Set<MessageId> changed) {
    public News {
      page = List.copyOf(page);
      changed = Set.copyOf(changed);
    }
  }
}
