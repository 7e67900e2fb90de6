package io.parley.bench;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Things that are due one after the other, evenly over a time that begins now. Whoever runs it often
 * makes them happen when they are due; what is late is made up for at once.
 */
final class Pace implements BooleanSupplier {
  private final long began = System.nanoTime();
  private final long length;
  private final long count;
  private final LongConsumer each;
  private long done;

  /**
   * @param each gets the time at which it was due, by {@link System#nanoTime}
   */
  Pace(Duration length, long count, LongConsumer each) {
    this.length = length.toNanos();
    this.count = count;
    this.each = each;
  }

  /** Lets happen what is due; whether there is more to come. */
  @Override
  public boolean getAsBoolean() {
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
