package io.parley.bench.verify.fault;

import io.parley.bench.verify.judge.Violation;
import io.parley.bench.verify.judge.ViolationKind;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Goes through a schedule of faults and sees to it that the server serves again after each. */
public final class Faults {
  private static final Duration HEAL_LIMIT = Duration.ofSeconds(90);
  private static final long LOOK_MILLIS = 20;

  private final FaultSchedule schedule;
  private final FaultInjector injector;
  private final LongPredicate servedSince;
  private final Consumer<String> diary;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<FaultKind, Tally> tallies = new EnumMap<>(FaultKind.class);

  /**
   * @param servedSince whether something was served that was asked for after a time, of {@link
   *     System#nanoTime}
   * @param diary takes a line for each fault
   */
  public Faults(
      TestedServer server,
      FaultSchedule schedule,
      LongPredicate servedSince,
      Consumer<String> diary) {
    this.schedule = schedule;
    this.injector = new FaultInjector(server, violations::add);
    this.servedSince = servedSince;
    this.diary = diary;
  }

  /**
   * How often a kind of fault happened.
   *
   * @param worstHeal the longest time from its end until something was served
   */
  public record Tally(int count, Duration worstHeal) {
    static Tally once(Duration heal) {
      return new Tally(1, heal);
    }

    Tally plus(Tally other) {
      return new Tally(
          count + other.count,
          worstHeal.compareTo(other.worstHeal) > 0 ? worstHeal : other.worstHeal);
    }
  }

  /**
   * Lets one fault after the other happen, until the server does not heal; returns when the last
   * one is over.
   *
   * @param length of all of it, at most
   * @param most so many faults, at most
   */
  public void run(Duration length, int most) throws InterruptedException {
    long began = System.nanoTime();
    long end = began + length.toNanos();
    for (int count = 0; count < most && !isBroken(); count++) {
      Fault fault = schedule.next();
      long left = end - System.nanoTime();
      if (left < fault.pause().plus(fault.length()).toNanos()) {
        Thread.sleep(Math.max(0, Duration.ofNanos(left).toMillis()));
        return;
      }
      Thread.sleep(fault.pause().toMillis());
      Duration at = Duration.ofNanos(System.nanoTime() - began);
      Duration heal = happen(fault);
      tallies.merge(fault.kind(), Tally.once(heal), Tally::plus);
      diary.accept(
          String.format(
              Locale.ROOT,
              "%7.1f s  %-34s served again after %.2f s",
              at.toMillis() / 1_000.0,
              fault,
              heal.toMillis() / 1_000.0));
    }
  }

  private boolean isBroken() {
    return violations.stream().anyMatch(v -> v.kind() == ViolationKind.NOT_HEALED);
  }

  private Duration happen(Fault fault) throws InterruptedException {
    try {
      injector.inject(fault);
    } catch (IOException | SQLException | RuntimeException e) {
      violations.add(new Violation(ViolationKind.NOT_HEALED, fault + " went wrong: " + e));
      return Duration.ZERO;
    }
    long over = System.nanoTime();
    while (!servedSince.test(over)) {
      if (System.nanoTime() - over > HEAL_LIMIT.toNanos()) {
        violations.add(
            new Violation(
                ViolationKind.NOT_HEALED,
                "nothing was served for " + HEAL_LIMIT.toSeconds() + " s after " + fault));
        break;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return Duration.ofNanos(System.nanoTime() - over);
  }

  /** What the server did wrong. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** What has happened. */
  public Map<FaultKind, Tally> tallies() {
    return Map.copyOf(tallies);
  }
}
