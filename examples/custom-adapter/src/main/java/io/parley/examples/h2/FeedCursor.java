package io.parley.examples.h2;

import io.parley.domain.sync.SyncCursor;
import io.parley.domain.user.UserId;

/**
 * Up to where a user was told.
 *
 * @param origin of the store
 * @param change the number of the last change that he knows
 * @param listed the last conversation of the start state that he knows; {@link #ALL}, or {@link
 *     #NOTHING}
 */
record FeedCursor(String origin, UserId user, long change, long listed) {
  static final long ALL = -1;
  static final long NOTHING = 0;

  /**
   * What the text of a cursor says.
   *
   * @throws io.parley.domain.error.ChatException if it says nothing
   */
  static FeedCursor parse(SyncCursor cursor) {
    String[] parts = cursor.text().split("_", -1);
    if (parts.length != 4) {
      throw SyncCursor.notHonoured();
    }
    try {
      return new FeedCursor(
          parts[0],
          new UserId(Math.max(1, Long.parseLong(parts[1]))),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]));
    } catch (NumberFormatException e) {
      throw SyncCursor.notHonoured();
    }
  }

  SyncCursor text() {
    return new SyncCursor(
        String.join(
            "_",
            origin,
            String.valueOf(user.value()),
            String.valueOf(change),
            String.valueOf(listed)));
  }
}
