package io.parley.adapter.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration WORK = Duration.ofMillis(30);

  private long now = 1;
  private long newest = 1_000_000;
  private final Pace pace = new Pace(() -> now);

  @Test
  void givenNobodyWrites_whenThereIsMuchToIndex_thenItDoesNotRest() {
    for (int i = 0; i < 100; i++) {
      assertThat(restAfter(1, 500_000)).isZero();
    }
  }

  @Test
  void givenWriters_whenTheBacklogIsSmall_thenItMostlyRests() {
    Duration rest = Duration.ZERO;
    for (int i = 0; i < 100; i++) {
      rest = restAfter(100, 10_000);
    }
    assertThat(rest).isEqualTo(WORK.multipliedBy(9));
  }

  @Test
  void givenWriters_whenTheBacklogGrows_thenItRestsLessUpToHalfOfTheTime() {
    for (int i = 0; i < 100; i++) {
      restAfter(100, 10_000);
    }
    assertThat(restAfter(100, 250_000)).isEqualTo(WORK.multipliedBy(9));
    assertThat(restAfter(100, 625_000)).isEqualTo(WORK.multipliedBy(5));
    assertThat(restAfter(100, 1_000_000)).isEqualTo(WORK);
    assertThat(restAfter(100, 9_000_000)).isEqualTo(WORK);
  }

  @Test
  void givenWriters_whenTheyStop_thenItDoesNotRestAnyMore() {
    for (int i = 0; i < 100; i++) {
      restAfter(100, 10_000);
    }
    for (int i = 0; i < 70; i++) {
      restAfter(0, 10_000);
    }

    assertThat(restAfter(0, 10_000)).isZero();
  }

  @Test
  void givenWriters_whenTheyStop_thenViewsFollowEachOtherSoonAgain() {
    Duration usually = Duration.ofSeconds(2);
    assertThat(pace.betweenViews(usually)).isEqualTo(usually);
    for (int i = 0; i < 100; i++) {
      restAfter(100, 10_000);
    }
    assertThat(pace.betweenViews(usually)).isEqualTo(Duration.ofSeconds(16));
    for (int i = 0; i < 70; i++) {
      restAfter(0, 0);
    }

    assertThat(pace.betweenViews(usually)).isEqualTo(usually);
  }

  /** Works while messages come in, and asks. */
  private Duration restAfter(long messages, long backlog) {
    pace.begin();
    now += WORK.toNanos();
    newest += messages;
    return pace.rest(newest, newest - backlog);
  }
}
