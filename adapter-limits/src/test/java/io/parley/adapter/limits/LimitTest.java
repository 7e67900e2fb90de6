package io.parley.adapter.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {
  @ParameterizedTest
  @CsvSource({
    "1,1,10",
    "20,20,200",
    "20:20,20,20",
    "20:50,20,50",
    "1000000000,1000000000,1000000000"
  })
  void givenText_whenParsed_thenRateAndBurstAreKnown(String text, long perSecond, long burst) {
    assertThat(Limit.parse(text)).contains(new Limit(perSecond, burst));
  }

  @Test
  void givenOff_whenParsed_thenThereIsNoLimit() {
    assertThat(Limit.parse("off")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-1", "1.5", "20:10", "20:", ":20", "20:50:1", "1000000001", "many"})
  void givenNonsense_whenParsed_thenItIsRefused(String text) {
    assertThatThrownBy(() -> Limit.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
