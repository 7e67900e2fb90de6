package io.parley.bench;

import java.util.BitSet;

/** What one socket has got of a room's events, which are numbered 1, 2, 3 and so on. */
final class EventSequence {
  private final BitSet missing = new BitSet(0);
  private int expected = 1;
  private long duplicated;
  private long outOfOrder;

  /**
   * Takes an event.
   *
   * @param number of the event; what it has no number counts as out of order
   * @param published the highest number that was given out
   * @return whether the socket had not got it before
   */
  boolean take(long number, int published) {
    if (number == expected && number <= published) {
      expected++;
      return true;
    }
    return takeUnexpected(number, published);
  }

  private boolean takeUnexpected(long number, int published) {
    if (number < 1 || number > published) {
      outOfOrder++;
      return false;
    }
    if (number > expected) {
      outOfOrder++;
      missing.set(expected, (int) number);
      expected = (int) number + 1;
      return true;
    }
    if (missing.get((int) number)) {
      missing.clear((int) number);
      return true;
    }
    duplicated++;
    return false;
  }

  /** Events up to {@code published} that have not come. */
  long lost(int published) {
    return missing.cardinality() + (published + 1L - expected);
  }

  long duplicated() {
    return duplicated;
  }

  /** Events that came where another one was due. */
  long outOfOrder() {
    return outOfOrder;
  }
}
