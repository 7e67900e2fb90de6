package io.parley.application.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
  private final ReplayWindow window = new ReplayWindow();

  @Test
  void givenNumbersInOrder_whenAsked_thenEachIsNewOnce() {
    for (long number = 1; number < 10_000; number++) {
      assertThat(window.isNew(number)).isTrue();
      assertThat(window.isNew(number)).isFalse();
    }
  }

  @Test
  void givenAJump_whenThoseBetweenComeLate_thenTheyAreNew() {
    assertThat(window.isNew(1)).isTrue();
    assertThat(window.isNew(4_000)).isTrue();

    assertThat(window.isNew(3_999)).isTrue();
    assertThat(window.isNew(2)).isTrue();
    assertThat(window.isNew(1)).isFalse();
  }

  @Test
  void givenWhatIsTooOldToBeRemembered_whenAsked_thenItCountsAsNew() {
    assertThat(window.isNew(100_000)).isTrue();

    assertThat(window.isNew(100_000 - 4_096)).isTrue();
    assertThat(window.isNew(100_000 - 4_096)).isTrue();
    assertThat(window.isNew(100_000 - 4_095)).isTrue();
    assertThat(window.isNew(100_000 - 4_095)).isFalse();
    assertThat(window.isNew(100_000)).isFalse();
    assertThat(window.isNew(0)).isFalse();
    assertThat(window.isNew(-5)).isFalse();
  }

  @Test
  void givenNumbersOutOfOrder_whenAskedTwice_thenNoneIsNewTwiceAndNoneWithinTheWindowIsLost() {
    Random random = new Random(7);
    Set<Long> seen = new HashSet<>();
    for (long base = 1; base < 20_000; base++) {
      long number = Math.max(1, base - random.nextInt(3_000));
      assertThat(window.isNew(number)).as("number %s", number).isEqualTo(seen.add(number));
    }
  }
}
