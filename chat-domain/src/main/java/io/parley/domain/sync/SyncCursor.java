package io.parley.domain.sync;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;

/**
 * Up to where a client knows what concerns its user: a text of 1 to {@value #MAX_LENGTH} characters
 * that only the store understands.
 *
 * @since 0.1
 */
public record SyncCursor(String text) {
  public static final int MAX_LENGTH = 4_096;

  public SyncCursor {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw notHonoured();
    }
  }

  /** The refusal of a cursor from which nothing certain can be said. */
  public static ChatException notHonoured() {
    return new ChatException(
        ErrorCode.RESYNC_REQUIRED, "The cursor cannot be honoured; start again without one");
  }
}
