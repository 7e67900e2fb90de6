package io.parley.adapter.webhooks;

import java.time.Duration;

/**
 * An event that is to be posted.
 *
 * @param number of times that it was posted before
 * @param atNanos when it is due, by a clock of the caller's
 */
record Attempt(WebhookEvent event, int number, long atNanos) {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int MAX_DOUBLINGS = 6;

  static Attempt first(WebhookEvent event, long now) {
    return new Attempt(event, 0, now);
  }

  /**
   * The next one, after a pause that doubles each time.
   *
   * @param firstPause after the first time
   */
  Attempt next(long now, Duration firstPause) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(number, MAX_DOUBLINGS));
    Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    return new Attempt(event, number + 1, now + bounded.toNanos());
  }
}
