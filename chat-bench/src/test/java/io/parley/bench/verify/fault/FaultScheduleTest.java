package io.parley.bench.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  private static final Duration EVERY = Duration.ofSeconds(4);

  @Test
  void givenSameSeed_whenAsked_thenTheScheduleIsTheSame() {
    assertThat(faults(7, 100)).isEqualTo(faults(7, 100));
  }

  @Test
  void givenOtherSeed_whenAsked_thenTheScheduleIsAnother() {
    assertThat(faults(7, 100)).isNotEqualTo(faults(8, 100));
  }

  @Test
  void givenRound_whenAsked_thenEveryKindComesOnce() {
    Set<FaultKind> all = FaultKind.ofOurServer(true, true);

    assertThat(faults(7, all.size()).stream().map(Fault::kind))
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void givenChosenKinds_whenAsked_thenNoOtherComes() {
    var schedule = new FaultSchedule(7, EnumSet.of(FaultKind.CLIENTS_CUT), EVERY, false);

    assertThat(Stream.generate(schedule::next).limit(20))
        .allMatch(fault -> fault.kind() == FaultKind.CLIENTS_CUT);
  }

  @Test
  void givenShortRun_whenAsked_thenNothingLastsLong() {
    assertThat(faults(7, 500)).allMatch(fault -> fault.length().toSeconds() <= 15);
  }

  @Test
  void givenLongRun_whenAsked_thenTheServiceIsPausedForUpToAMinute() {
    var schedule = new FaultSchedule(7, EnumSet.of(FaultKind.SERVICE_PAUSED), EVERY, true);

    assertThat(Stream.generate(schedule::next).limit(100).map(fault -> fault.length().toSeconds()))
        .anyMatch(seconds -> seconds > 30)
        .allMatch(seconds -> seconds <= 60);
  }

  private static List<Fault> faults(long seed, int count) {
    var schedule = new FaultSchedule(seed, FaultKind.ofOurServer(true, true), EVERY, false);
    return Stream.generate(schedule::next).limit(count).toList();
  }
}
