package io.parley.adapter.lucene;

import java.time.Duration;

/**
 * Lets those who write messages go first: while they do, whoever indexes mostly rests, as long as
 * searches can bear what is not indexed yet, and half of the time beyond that. When nobody writes
 * he does not rest at all: he catches up, or makes an index for messages that were there before.
 */
final class Pace {
  /** New messages a second from which on there are writers to be considerate of. */
  private static final double BUSY_PER_SECOND = 200;

  /** Messages that a search can look at by itself in some ten milliseconds. */
  private static final long BEARABLE_BACKLOG = 100_000;

  /** Rest for each unit of work: a tenth of a core is for the index. */
  private static final int MOSTLY = 9;

  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private long began;
  private long lookedAt = System.nanoTime();
  private long newestThen = -1;
  private boolean busy;

  /** Work begins. */
  void begin() {
    began = System.nanoTime();
  }

  /**
   * How long to rest from the work since {@link #begin}.
   *
   * @param newest id of the last message that is there
   * @param indexed id of the last message that is indexed
   */
  Duration rest(long newest, long indexed) {
    long now = System.nanoTime();
    if (newestThen < 0) {
      newestThen = newest;
      lookedAt = now;
    } else if (now - lookedAt >= LOOK_NANOS) {
      busy = (newest - newestThen) * 1e9 / (now - lookedAt) > BUSY_PER_SECOND;
      newestThen = newest;
      lookedAt = now;
    }
    if (!busy) {
      return Duration.ZERO;
    }
    int rests = newest - indexed < BEARABLE_BACKLOG ? MOSTLY : 1;
    return Duration.ofNanos((now - began) * rests);
  }
}
