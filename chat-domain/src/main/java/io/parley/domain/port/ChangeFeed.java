package io.parley.domain.port;

import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.Message;
import io.parley.domain.page.PageRequest;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.sync.SyncCursor;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/**
 * What changed for a user since he last asked. A change is told in the first answer after its
 * commit, however late that came, and never left out; it may be told again in a later one, so it is
 * applied by id. Thread-safe; blocks for a constant number of round trips.
 *
 * @since 0.1
 */
public interface ChangeFeed {
  /**
   * The next part of what changed.
   *
   * @param cursor of the answer before; empty for the start state: the user's conversations and
   *     read positions, without messages, after which everything that changes is told
   * @param limit 1 to {@value PageRequest#MAX_LIMIT}: conversations at most, and messages, deletes
   *     and restores together at most
   * @throws io.parley.domain.error.ChatException {@link ErrorCode#RESYNC_REQUIRED} if the cursor is
   *     not this store's, or another user's, or if what has happened since cannot be told for
   *     certain, as after a backup was restored
   * @throws StoreUnavailableException if the store does not answer
   */
  Changes since(UserId user, Optional<SyncCursor> cursor, int limit);

  /**
   * A part of what changed, as it is now. A message that was stored and deleted meanwhile is only
   * in {@code deleted}.
   *
   * @param conversations what any of the rest is about, and new ones; in no order
   * @param messages new ones, undeleted; in the order of their positions in each conversation
   * @param deleted messages that were deleted and are so still
   * @param restored messages that are not new, were deleted, and are so no more
   * @param reads read positions, of both sides, that have moved
   * @param next where to go on
   * @param hasMore whether there is more already
   */
  record Changes(
      List<InboxEntry> conversations,
      List<Message> messages,
      List<Message> deleted,
      List<Message> restored,
      List<ReadReceipt> reads,
      SyncCursor next,
      boolean hasMore) {
    public Changes {
      conversations = List.copyOf(conversations);
      messages = List.copyOf(messages);
      deleted = List.copyOf(deleted);
      restored = List.copyOf(restored);
      reads = List.copyOf(reads);
    }
  }
}
