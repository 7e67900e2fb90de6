package io.parley.bench.verify.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

/**
 * What goes wrong, in which order: every kind once in each round, the rounds shuffled. The same
 * seed gives the same schedule.
 */
public final class FaultSchedule {
  /** Of a round of pauses of the service, so many are long ones, in a run that has the time. */
  private static final int LONG_PAUSE_ONE_IN = 3;

  private static final int LONG_PAUSE_MIN_MILLIS = 20_000;
  private static final int LONG_PAUSE_MAX_MILLIS = 60_000;

  private final Random random;
  private final List<FaultKind> kinds;
  private final Duration every;
  private final boolean longPauses;
  private final Queue<FaultKind> round = new ArrayDeque<>();

  /**
   * @param kinds at least one
   * @param every how long it is from one fault to the next, on the average
   * @param longPauses whether the service may be stopped for up to a minute
   */
  public FaultSchedule(long seed, Set<FaultKind> kinds, Duration every, boolean longPauses) {
    this.random = new Random(seed);
    this.kinds = kinds.stream().sorted().toList();
    this.every = every;
    this.longPauses = longPauses;
  }

  /** The next fault; there is always one more. */
  public Fault next() {
    if (round.isEmpty()) {
      List<FaultKind> shuffled = new ArrayList<>(kinds);
      Collections.shuffle(shuffled, random);
      round.addAll(shuffled);
    }
    FaultKind kind = round.remove();
    long pauseMillis = (long) (every.toMillis() * (0.5 + random.nextDouble()));
    long lengthMillis = length(kind);
    return new Fault(
        kind, Duration.ofMillis(pauseMillis), Duration.ofMillis(lengthMillis), random.nextLong());
  }

  private long length(FaultKind kind) {
    double share = random.nextDouble();
    boolean isLong = random.nextInt(LONG_PAUSE_ONE_IN) == 0;
    if (kind == FaultKind.SERVICE_PAUSED && longPauses && isLong) {
      return between(LONG_PAUSE_MIN_MILLIS, LONG_PAUSE_MAX_MILLIS, share);
    }
    return between(kind.minMillis(), kind.maxMillis(), share);
  }

  private static long between(int min, int max, double share) {
    return min + (long) ((max - min) * share);
  }
}
