package io.parley.bench.abuse;

import java.time.Duration;

/** When an attack has to be over. */
final class Deadline {
  private final long at;

  private Deadline(long at) {
    this.at = at;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean hasPassed() {
    return leftMillis() <= 0 || Thread.currentThread().isInterrupted();
  }

  /** Milliseconds until then; 0 or less if it has passed. */
  long leftMillis() {
    return (at - System.nanoTime()) / 1_000_000;
  }

  /** Waits so long, but not beyond the deadline. */
  void pause(long millis) throws InterruptedException {
    Thread.sleep(Math.max(0, Math.min(millis, leftMillis())));
  }
}
