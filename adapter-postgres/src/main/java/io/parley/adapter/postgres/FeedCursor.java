package io.parley.adapter.postgres;

import io.parley.domain.sync.SyncCursor;
import io.parley.domain.user.UserId;
import java.util.Optional;

/**
 * What a {@link SyncCursor} of this store says.
 *
 * @param origin the database and the course of events in which its transaction ids mean something
 * @param user whose it is
 * @param from what the user has been told; empty while he reads the start state
 * @param page the answer that is under way; empty if the last one was complete
 */
record FeedCursor(String origin, long user, Optional<Snapshot> from, Optional<Page> page) {
  private static final String VERSION = "1";
  private static final String NOTHING = "";

  /**
   * An answer in parts.
   *
   * @param until what it tells, so that what comes meanwhile is told by the next one
   * @param last the last transaction of it that may be remembered as seen when all is told
   * @param told the part of it that was told
   */
  record Page(Snapshot until, long last, ChangeWalk.Place told) {
    Page {
      if (last < 0) {
        throw new IllegalArgumentException("no transaction " + last);
      }
    }

    Page upTo(ChangeWalk.Place place) {
      return new Page(until, last, place);
    }
  }

  static FeedCursor at(String origin, UserId user, Snapshot seen) {
    return new FeedCursor(origin, user.value(), Optional.of(seen), Optional.empty());
  }

  FeedCursor with(Page next) {
    return new FeedCursor(origin, user, from, Optional.of(next));
  }

  /** Letters, digits, dots, dashes and underscores. */
  SyncCursor toCursor() {
    String told = from.map(Snapshot::toText).orElse(NOTHING);
    String rest =
        page.map(
                part ->
                    String.join(
                        "_",
                        part.until().toText(),
                        String.valueOf(part.last()),
                        String.valueOf(part.told().conversation()),
                        String.valueOf(part.told().sequence()),
                        String.valueOf(part.told().change())))
            .orElse(NOTHING);
    return new SyncCursor(String.join("_", VERSION, origin, String.valueOf(user), told, rest));
  }

  /**
   * Reads a cursor that a client has brought.
   *
   * @throws io.parley.domain.error.ChatException if it is none of ours
   */
  static FeedCursor of(SyncCursor cursor) {
    try {
      String[] parts = cursor.text().split("_", -1);
      if ((parts.length != 5 && parts.length != 9) || !parts[0].equals(VERSION)) {
        throw SyncCursor.notHonoured();
      }
      return new FeedCursor(
          parts[1],
          Long.parseLong(parts[2]),
          parts[3].equals(NOTHING) ? Optional.empty() : Optional.of(Snapshot.ofText(parts[3])),
          parts.length == 5
              ? Optional.empty()
              : Optional.of(
                  new Page(
                      Snapshot.ofText(parts[4]),
                      Long.parseLong(parts[5]),
                      new ChangeWalk.Place(
                          Long.parseLong(parts[6]),
                          Long.parseLong(parts[7]),
                          Long.parseLong(parts[8])))));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw SyncCursor.notHonoured();
    }
  }
}
