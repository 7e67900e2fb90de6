package io.parley.bench;

import io.parley.bench.client.EventLoop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;

/**
 * Things that are due one after the other, evenly over a time that begins now; what is late is made
 * up for at once.
 */
final class Pace {
  private static final Duration TICK = Duration.ofMillis(1);

  private final long began = System.nanoTime();
  private final long length;
  private final long count;
  private final LongConsumer each;
  private long done;

  private Pace(Duration length, long count, LongConsumer each) {
    this.length = length.toNanos();
    this.count = count;
    this.each = each;
  }

  /**
   * Lets them happen on the loop.
   *
   * @param each gets the time at which it was due, by {@link System#nanoTime}
   * @return reaches zero when all have happened
   */
  static CountDownLatch begin(EventLoop loop, Duration length, long count, LongConsumer each) {
    Pace pace = new Pace(length, count, each);
    var over = new CountDownLatch(1);
    loop.every(
        TICK,
        () -> {
          boolean more = pace.letHappen();
          if (!more) {
            over.countDown();
          }
          return more;
        });
    return over;
  }

  /** Lets happen what is due; whether there is more to come. */
  private boolean letHappen() {
    long now = System.nanoTime();
    for (long due = due(); done < count && due <= now; due = due()) {
      done++;
      each.accept(due);
    }
    return done < count;
  }

  private long due() {
    return began + (long) ((double) length / count * done);
  }
}
