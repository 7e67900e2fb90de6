package io.parley.application.cluster;

/**
 * Recognises frames of one node that come again, as the anti-replay window of IPsec does (RFC 4303,
 * 3.4.3). But what is further behind the newest than the window is long counts as new: frames of
 * one server of a Redis Cluster may be far behind those of another, and to deliver something twice
 * is less than not at all. Not thread-safe.
 */
final class ReplayWindow {
  private static final int SIZE = 4_096;

  private final long[] seen = new long[SIZE / Long.SIZE];
  private long newest;

  /** True the first time it is asked for a number; they begin with 1. */
  boolean isNew(long number) {
    if (number < 1) {
      return false;
    }
    if (number <= newest - SIZE) {
      return true;
    }
    if (number > newest) {
      long from = Math.max(newest + 1, number - SIZE + 1);
      for (long between = from; between <= number; between++) {
        seen[word(between)] &= ~bit(between);
      }
      newest = number;
    }
    boolean isNew = (seen[word(number)] & bit(number)) == 0;
    seen[word(number)] |= bit(number);
    return isNew;
  }

  private static int word(long number) {
    return (int) ((number % SIZE) / Long.SIZE);
  }

  private static long bit(long number) {
    return 1L << (number % Long.SIZE);
  }
}
