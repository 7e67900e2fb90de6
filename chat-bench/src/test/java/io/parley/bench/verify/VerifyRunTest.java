package io.parley.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bench.verify.fault.FaultKind;
import io.parley.bench.verify.fault.Faults;
import io.parley.bench.verify.fault.TestedServer;
import io.parley.bench.verify.history.Features;
import io.parley.bench.verify.judge.Violation;
import io.parley.bench.verify.judge.ViolationKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that breaks one promise now and then, to see that exactly that is found. */
class VerifyRunTest {
  private static final int USERS = 6;
  private static final int RATE = 500;
  private static final Duration LENGTH = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration FAULT_EVERY = Duration.ofMillis(300);
  private static final long SEED = 20_261_124;

  /** Connections that are cut would hide these, or make them look like something else. */
  private static final Set<PlantedFault> UNDISTURBED =
      EnumSet.of(
          PlantedFault.SWAPS_TWO,
          PlantedFault.HIDES_DELETE,
          PlantedFault.ANSWERS_REPEAT_WITH_ANOTHER_ID);

  /** Which of these it is depends on who repeats or joins just then. */
  private static final Set<ViolationKind> TWICE =
      EnumSet.of(
          ViolationKind.DELIVERED_TWICE,
          ViolationKind.REPEAT_ANNOUNCED,
          ViolationKind.JOIN_OVERLAP);

  @ParameterizedTest
  @CsvSource({
    "LOSES_ACKNOWLEDGED_MESSAGE, LOST",
    "ALTERS_CONTENT, ALTERED",
    "DELIVERS_TWICE, DELIVERED_TWICE",
    "SWAPS_TWO, OUT_OF_ORDER",
    "SKIPS_LIVE_MESSAGE, HOLE",
    "DELIVERS_TO_WRONG_USER, WRONG_PERSON",
    "LETS_READ_POSITION_GO_BACK, READ_WENT_BACK",
    "LETS_MESSAGES_BECOME_UNREAD, READ_WENT_BACK",
    "COUNTS_UNREAD_WRONG, UNREAD_WRONG",
    "TELLS_UNREAD_WRONG, UNREAD_WRONG",
    "SKIPS_IN_JOIN, CATCH_UP_SKIPPED",
    "SKIPS_IN_SYNC, CATCH_UP_SKIPPED",
    "REPEATS_JOINED_MESSAGE_LIVE, JOIN_OVERLAP",
    "STORES_REPEAT_AGAIN, STORED_TWICE",
    "ANSWERS_REPEAT_WITH_ANOTHER_ID, REPEAT_ANSWERED_DIFFERENTLY",
    "ANNOUNCES_REPEAT, REPEAT_ANNOUNCED",
    "ACCEPTS_CONFLICT, CONFLICT_ACCEPTED",
    "LEAVES_POSITION_OUT, SEQUENCE_BROKEN",
    "FORGETS_DELETE, LOST",
    "HIDES_DELETE, CHANGE_NOT_TOLD",
    "REFUSES, REFUSED"
  })
  void givenPlantedFault_whenRun_thenExactlyThatKindIsFound(
      PlantedFault planted, ViolationKind expected) throws Exception {
    VerifyRun.Outcome outcome = run(planted, Features.all());

    Set<ViolationKind> alike = TWICE.contains(expected) ? TWICE : Set.of(expected);
    assertThat(kinds(outcome)).as(text(outcome)).contains(expected).isSubsetOf(alike);
  }

  @Test
  void givenFaithfulServer_whenRun_thenNothingIsFound() throws Exception {
    VerifyRun.Outcome outcome = run(PlantedFault.NONE, Features.all());

    assertThat(outcome.violations()).as(text(outcome)).isEmpty();
    assertThat(outcome.counts().acknowledged()).isGreaterThan(100);
  }

  /** Whoever begins anew must not take an answer to what he asked before for the whole. */
  @Test
  void givenServerThatForgetsCursors_whenRun_thenNothingIsFound() throws Exception {
    VerifyRun.Outcome outcome = run(PlantedFault.FORGETS_CURSORS, Features.all());

    assertThat(outcome.violations()).as(text(outcome)).isEmpty();
    assertThat(outcome.counts().resyncs()).isGreaterThan(USERS);
  }

  @Test
  void givenFaithfulServerWithoutSync_whenRun_thenNothingIsFound() throws Exception {
    VerifyRun.Outcome outcome = run(PlantedFault.NONE, Features.all().withoutSync());

    assertThat(outcome.violations()).as(text(outcome)).isEmpty();
  }

  @Test
  void givenServerOfWhichLittleIsAsked_whenRun_thenNothingIsFound() throws Exception {
    var features = new Features(false, false, false, false, false, false, false, false, false);

    VerifyRun.Outcome outcome = run(PlantedFault.NONE, features);

    assertThat(outcome.violations()).as(text(outcome)).isEmpty();
    assertThat(outcome.counts().acknowledged()).isGreaterThan(100);
  }

  @Test
  void givenServerOfWhichLittleIsAskedThatDoublesMessages_whenRun_thenThatIsFound()
      throws Exception {
    var features = new Features(false, false, false, false, false, false, false, false, false);

    VerifyRun.Outcome outcome = run(PlantedFault.DELIVERS_TWICE, features);

    assertThat(kinds(outcome)).contains(ViolationKind.DELIVERED_TWICE).isSubsetOf(TWICE);
  }

  @Test
  void givenViolation_whenShown_thenTheOffendingHistoryIsThere() throws Exception {
    VerifyRun.Outcome outcome = run(PlantedFault.DELIVERS_TWICE, Features.all());

    List<String> history = outcome.violations().get(0).history();

    assertThat(history).hasSizeBetween(2, 51);
    assertThat(history).filteredOn(line -> line.startsWith("->")).hasSize(1);
    assertThat(history)
        .anyMatch(line -> line.matches("-> .* new_message conversation=\\d+ seq=.*"));
  }

  @Test
  void givenNumberOfFaults_whenRun_thenItEndsWithTheLastOfThem() throws Exception {
    long began = System.nanoTime();

    VerifyRun.Outcome outcome = run(PlantedFault.NONE, Features.all(), LONG, 2);

    assertThat(outcome.faults().values().stream().mapToInt(Faults.Tally::count).sum()).isEqualTo(2);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG);
  }

  private static VerifyRun.Outcome run(PlantedFault planted, Features features) throws Exception {
    return run(planted, features, LENGTH, Integer.MAX_VALUE);
  }

  private static VerifyRun.Outcome run(
      PlantedFault planted, Features features, Duration length, int mostFaults) throws Exception {
    try (FakeServer fake = FakeServer.start(planted);
        TestedServer server = TestedServer.running(fake.address(), OptionalLong.empty())) {
      Set<FaultKind> faults =
          UNDISTURBED.contains(planted)
              ? Set.of()
              : EnumSet.of(FaultKind.CLIENTS_CUT, FaultKind.CLIENTS_CUT_MID_FRAME);
      var load = new VerifyRun.Load(USERS, RATE, length, faults, mostFaults, FAULT_EVERY, SEED);
      return new VerifyRun(server, String::valueOf, features, load, line -> {}).run();
    }
  }

  private static Set<ViolationKind> kinds(VerifyRun.Outcome outcome) {
    return outcome.violations().stream().map(Violation::kind).collect(Collectors.toSet());
  }

  private static String text(VerifyRun.Outcome outcome) {
    return outcome.violations().stream()
        .limit(5)
        .map(violation -> violation + "\n" + String.join("\n", violation.history()))
        .collect(Collectors.joining("\n"));
  }
}
