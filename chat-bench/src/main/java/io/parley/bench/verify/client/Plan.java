package io.parley.bench.verify.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Who writes to whom. Users stand in a circle; each writes to the next one and to one further on,
 * so that everybody has several partners.
 */
final class Plan {
  private static final int[] STEPS = {1, 7};

  /** Every tenth pair begins to write later than the others. */
  private static final int LATE_ONE_IN = 10;

  private static final int LATE_MILLIS = 3_000;

  /** Half of the messages are of every eighth pair: after an absence it has many pages of them. */
  private static final int BUSY_ONE_IN = 8;

  private final List<Pair> pairs = new ArrayList<>();
  private final List<Pair> busy = new ArrayList<>();
  private final Random random;

  /**
   * @param users from 1 on, at least 2
   */
  Plan(int users, Random random) {
    this.random = random;
    for (int step : STEPS) {
      for (int i = 0; i < users && step < (users + 1) / 2 + 1; i++) {
        Pair pair = new Pair(i + 1, (i + step) % users + 1);
        if (pair.first != pair.second && pairs.stream().noneMatch(pair::isSame)) {
          pairs.add(pair);
        }
      }
    }
    for (int i = 0; i < pairs.size(); i += BUSY_ONE_IN) {
      busy.add(pairs.get(i));
    }
  }

  /** A sender and a receiver. */
  record Pair(long first, long second) {
    /** The other way round. */
    Pair back() {
      return new Pair(/* first= */ second, /* second= */ first);
    }

    boolean isSame(Pair other) {
      return (first == other.first && second == other.second)
          || (first == other.second && second == other.first);
    }
  }

  /** Who writes the next message to whom. */
  Pair next(long millis) {
    List<Pair> some = random.nextBoolean() ? busy : pairs;
    Pair pair = some.get(random.nextInt(some.size()));
    int index = pairs.indexOf(pair);
    boolean late = index % LATE_ONE_IN == LATE_ONE_IN - 1;
    if (late && millis < (long) LATE_MILLIS * (1 + index / LATE_ONE_IN)) {
      pair = pairs.get(0);
    }
    return random.nextBoolean() ? pair : pair.back();
  }
}
