package io.parley.domain.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {
  private static final long MAX_PAGE = Long.MAX_VALUE / 100;

  @Test
  void givenNumbersWithinBounds_whenMade_thenTheyAreKept() {
    assertThat(new PageRequest(1, 1).offset()).isZero();
    assertThat(new PageRequest(3, 20).offset()).isEqualTo(40);
    assertThat(new PageRequest(MAX_PAGE, 100).offset()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 1", "1, 0", "1, -1", "1, 101", "92233720368547759, 1"})
  void givenNumbersOutOfBounds_whenMade_thenTheyAreRefused(long page, int limit) {
    assertThatIllegalArgumentException().isThrownBy(() -> new PageRequest(page, limit));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "7, 99, 7, 99",
    "2, 100, 2, 100",
    "2, 101, 2, 100",
    "2, 9223372036854775807, 2, 100",
    "0, 0, 1, 20",
    "-5, -5, 1, 20",
    "-9223372036854775808, -9223372036854775808, 1, 20",
    "92233720368547758, 5, 92233720368547758, 5",
    "92233720368547759, 5, 92233720368547758, 5",
    "9223372036854775807, 5, 92233720368547758, 5"
  })
  void givenAnyNumbers_whenTakenLeniently_thenTheyFit(
      long page, long limit, long fitPage, int fitLimit) {
    assertThat(PageRequest.lenient(page, limit, 20)).isEqualTo(new PageRequest(fitPage, fitLimit));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 100})
  void givenNoLimit_whenTakenLeniently_thenItIsTheDefault(int defaultLimit) {
    assertThat(PageRequest.lenient(1, 0, defaultLimit).limit()).isEqualTo(defaultLimit);
  }
}
