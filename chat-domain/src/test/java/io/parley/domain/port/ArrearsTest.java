package io.parley.domain.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrearsTest {
  private final AtomicLong clock = new AtomicLong(-7_000_000);
  private final Arrears arrears = new Arrears(clock::get);

  private void passTime(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void givenNothingLost_whenAsked_thenThereIsNothingToTell() {
    assertThat(arrears.word()).isEmpty();
  }

  @Test
  void givenLosses_whenTold_thenTheWordIsOfTheFirstAndNothingIsLeft() {
    passTime(Duration.ofSeconds(1));
    arrears.grow();
    passTime(Duration.ofSeconds(65));
    arrears.grow();

    assertThat(arrears.word().map(Arrears::read)).contains(Duration.ofSeconds(65));
    assertThat(arrears.word()).isEmpty();
  }

  @Test
  void givenWordThatDidNotGetThrough_whenKept_thenTheNextOneIsOfAsLongAgo() {
    arrears.grow();
    passTime(Duration.ofSeconds(10));
    byte[] word = arrears.word().orElseThrow();
    arrears.grow();

    arrears.keep(word);
    passTime(Duration.ofSeconds(5));

    assertThat(arrears.word().map(Arrears::read)).contains(Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 9})
  void givenWordOfAnotherVersion_whenRead_thenItSaysNothing(int length) {
    assertThat(Arrears.read(new byte[length])).isZero();
  }

  @Test
  void givenAbsurdWord_whenRead_thenItIsBounded() {
    assertThat(Arrears.read(new byte[] {-1, 0, 0, 0, 0, 0, 0, 0})).isZero();
    assertThat(Arrears.read(new byte[] {127, 0, 0, 0, 0, 0, 0, 0}))
        .isEqualTo(Duration.ofMillis(Integer.MAX_VALUE));
  }
}
