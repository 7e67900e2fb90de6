package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventSequenceTest {
  private static final int PUBLISHED = 5;

  private final EventSequence sequence = new EventSequence();

  @Test
  void givenEveryEventInTurn_whenTaken_thenNothingIsReported() {
    assertThat(taken(1, 2, 3, 4, 5)).isEqualTo(5);
    assertReport(0, 0, 0);
  }

  @Test
  void givenNothingAtAll_whenAsked_thenAllIsLost() {
    assertReport(5, 0, 0);
  }

  @Test
  void givenMissingEvents_whenAsked_thenTheyAreLost() {
    assertThat(taken(1, 4)).isEqualTo(2);
    assertReport(3, 0, 1);
  }

  @Test
  void givenSwappedEvents_whenTaken_thenTheyAreOutOfOrderAndNotLost() {
    assertThat(taken(1, 3, 2, 4, 5)).isEqualTo(5);
    assertReport(0, 0, 1);
  }

  @Test
  void givenRepeatedEvents_whenTaken_thenTheyAreDuplicated() {
    assertThat(taken(1, 1, 2, 4, 3, 3, 5)).isEqualTo(5);
    assertReport(0, 2, 1);
  }

  @Test
  void givenEventsThatNobodyPublished_whenTaken_thenTheyAreOutOfOrder() {
    assertThat(taken(-1, 0, 1, 2, 3, 4, 5, 6, Long.MAX_VALUE)).isEqualTo(5);
    assertReport(0, 0, 4);
  }

  private int taken(long... numbers) {
    int first = 0;
    for (long number : numbers) {
      first += sequence.take(number, PUBLISHED) ? 1 : 0;
    }
    return first;
  }

  private void assertReport(long lost, long duplicated, long outOfOrder) {
    assertThat(sequence.lost(PUBLISHED)).isEqualTo(lost);
    assertThat(sequence.duplicated()).isEqualTo(duplicated);
    assertThat(sequence.outOfOrder()).isEqualTo(outOfOrder);
  }
}
