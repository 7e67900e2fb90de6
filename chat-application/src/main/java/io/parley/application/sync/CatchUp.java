package io.parley.application.sync;

import io.parley.domain.port.ChangeFeed;
import io.parley.domain.port.ChangeFeed.Changes;
import io.parley.domain.sync.SyncCursor;
import io.parley.domain.user.UserId;
import java.util.Optional;

/**
 * Tells a user what changed while he was away. A client that subscribes first and asks then misses
 * nothing: what is committed after the answer reaches its subscription.
 *
 * @since 0.1
 */
public final class CatchUp {
  private final ChangeFeed changes;

  public CatchUp(ChangeFeed changes) {
    this.changes = changes;
  }

  /**
   * As {@link ChangeFeed#since}.
   *
   * @throws io.parley.domain.error.ChatException {@link
   *     io.parley.domain.error.ErrorCode#RESYNC_REQUIRED} for a cursor that cannot be honoured
   */
  public Changes since(UserId user, Optional<SyncCursor> cursor, int limit) {
    return changes.since(user, cursor, limit);
  }
}
