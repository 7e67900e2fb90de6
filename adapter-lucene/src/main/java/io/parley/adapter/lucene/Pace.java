package io.parley.adapter.lucene;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets those who write messages go first: while they do, whoever indexes mostly rests, as long as
 * searches can bear what is not indexed yet, and less and less beyond that. When nobody writes
 * there is no rest at all: the index catches up, or is made of messages that were there before.
 */
final class Pace {
  /** New messages a second from which on there are writers to be considerate of. */
  private static final double BUSY_PER_SECOND = 200;

  /** Messages that a search can look at by itself in a tenth of a second or two. */
  private static final long BEARABLE_BACKLOG = 250_000;

  /** From here on half of a core is for the index. */
  private static final long TOO_MUCH = 1_000_000;

  /** Rest for each unit of work: a tenth of a core is for the index. */
  private static final int MOSTLY = 9;

  /** How much longer a view lasts while messages are written. */
  private static final int LASTS = 8;

  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  /** Work that took long because it had to wait is no reason to rest for long. */
  private static final long MAX_REST_NANOS = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private long began;
  private long lookedAt;
  private long newestThen = -1;
  private boolean busy;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Pace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Work begins. */
  void begin() {
    began = nanoTime.getAsLong();
  }

  /**
   * How long a view lasts before the next one: each is a segment, and the smaller segments are, the
   * more work it is to merge them; what is not in it a search asks of the log.
   *
   * @param usually when nobody writes
   */
  Duration betweenViews(Duration usually) {
    return busy ? usually.multipliedBy(LASTS) : usually;
  }

  /**
   * How long to rest from the work since {@link #begin}.
   *
   * @param newest id of the last message that is there
   * @param indexed id of the last message that is indexed
   */
  Duration rest(long newest, long indexed) {
    long now = nanoTime.getAsLong();
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
    return Duration.ofNanos(
        Math.min((long) ((now - began) * rests(newest - indexed)), MAX_REST_NANOS));
  }

  /** Rests for each unit of work. */
  private static double rests(long backlog) {
    double beyond = (double) (backlog - BEARABLE_BACKLOG) / (TOO_MUCH - BEARABLE_BACKLOG);
    return MOSTLY - (MOSTLY - 1) * Math.max(0, Math.min(1, beyond));
  }
}
