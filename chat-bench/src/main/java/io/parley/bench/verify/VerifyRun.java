package io.parley.bench.verify;

import io.parley.bench.client.EventLoop;
import io.parley.bench.verify.client.Counts;
import io.parley.bench.verify.client.Crowd;
import io.parley.bench.verify.client.RestClient;
import io.parley.bench.verify.client.TruthReader;
import io.parley.bench.verify.fault.FaultKind;
import io.parley.bench.verify.fault.FaultSchedule;
import io.parley.bench.verify.fault.Faults;
import io.parley.bench.verify.fault.TestedServer;
import io.parley.bench.verify.history.Features;
import io.parley.bench.verify.history.Truth;
import io.parley.bench.verify.judge.Judge;
import io.parley.bench.verify.judge.Violation;
import io.parley.bench.verify.judge.ViolationKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * One run: a crowd writes while faults happen; when they are over and everybody has what he wants,
 * what was seen is judged.
 */
final class VerifyRun {
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(90);
  private static final Duration LONG_PAUSES_FROM = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration QUIET_LIMIT = Duration.ofSeconds(15);
  private static final long LOOK_MILLIS = 50;

  private final TestedServer server;
  private final LongFunction<String> tokens;
  private final Features features;
  private final Load load;
  private final Consumer<String> diary;

  /**
   * @param tokens of users, by their ids
   * @param diary takes what happens, line by line
   */
  VerifyRun(
      TestedServer server,
      LongFunction<String> tokens,
      Features features,
      Load load,
      Consumer<String> diary) {
    this.server = server;
    this.tokens = tokens;
    this.features = features;
    this.load = load;
    this.diary = diary;
  }

  /**
   * What is done to the server.
   *
   * @param users from 1 on
   * @param perSecond messages of all users together
   * @param faults may be none
   * @param mostFaults the run ends after so many, or after its length
   * @param faultEvery from one to the next, on the average
   */
  record Load(
      int users,
      int perSecond,
      Duration length,
      Set<FaultKind> faults,
      int mostFaults,
      Duration faultEvery,
      long seed) {}

  /** What came of it. */
  record Outcome(
      List<Violation> violations,
      Counts counts,
      Map<FaultKind, Faults.Tally> faults,
      Duration settling) {}

  Outcome run() throws InterruptedException, IOException {
    List<Violation> violations = new ArrayList<>();
    RestClient rest = new RestClient(server.address(), tokens);
    TruthReader reader = new TruthReader(rest, load.users(), features.unread());
    Map<Long, Long> baseline = reader.positions();
    try (var loop = new EventLoop()) {
      var crowd =
          new Crowd(
              loop,
              server.address(),
              tokens,
              rest,
              features,
              baseline,
              load.users(),
              load.perSecond(),
              load.seed());
      crowd.start();
      Map<FaultKind, Faults.Tally> tallies = letFaultsHappen(crowd, violations);
      crowd.stopSending();
      Duration settling = settle(crowd, violations);
      crowd.end();
      loop.closeSockets();
      Truth truth = reader.read(baseline);
      violations.addAll(Judge.judge(features, crowd.records(), truth));
      if (!server.countsAreRight()) {
        violations.add(
            new Violation(
                ViolationKind.COUNTS_WRONG, "chat recount finds kept numbers that are wrong"));
      }
      return new Outcome(List.copyOf(violations), crowd.counts(), tallies, settling);
    }
  }

  private Map<FaultKind, Faults.Tally> letFaultsHappen(Crowd crowd, List<Violation> violations)
      throws InterruptedException {
    if (load.faults().isEmpty()) {
      Thread.sleep(load.length().toMillis());
      return Map.of();
    }
    boolean longPauses = load.length().compareTo(LONG_PAUSES_FROM) >= 0;
    var schedule = new FaultSchedule(load.seed(), load.faults(), load.faultEvery(), longPauses);
    var faults = new Faults(server, schedule, crowd::servedSince, diary);
    faults.run(load.length(), load.mostFaults());
    violations.addAll(faults.violations());
    return faults.tallies();
  }

  /** Waits until everything was answered and everybody has caught up, twice. */
  private Duration settle(Crowd crowd, List<Violation> violations) throws InterruptedException {
    long began = System.nanoTime();
    boolean settled = await(crowd::isSettled, SETTLE_LIMIT);
    Duration settling = Duration.ofNanos(System.nanoTime() - began);
    crowd.catchUpAgain();
    settled &= await(crowd::isSettled, SETTLE_LIMIT);
    if (!settled) {
      List<String> unsettled = crowd.unsettled();
      violations.add(
          new Violation(
              ViolationKind.NOT_SETTLED,
              unsettled.size() + " devices did not get what they wanted",
              unsettled));
    }
    awaitQuiet(crowd);
    return settling;
  }

  private static void awaitQuiet(Crowd crowd) throws InterruptedException {
    long end = System.nanoTime() + QUIET_LIMIT.toNanos();
    long before;
    do {
      before = crowd.events();
      Thread.sleep(QUIET.toMillis());
    } while (crowd.events() != before && System.nanoTime() < end);
  }

  private static boolean await(BooleanSupplier condition, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }
}
