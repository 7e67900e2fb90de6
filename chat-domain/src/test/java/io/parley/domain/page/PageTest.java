package io.parley.domain.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {
  @ParameterizedTest
  @CsvSource({
    "0, 20, 0",
    "1, 20, 1",
    "19, 20, 1",
    "20, 20, 1",
    "21, 20, 2",
    "40, 20, 2",
    "41, 20, 3",
    "5, 1, 5",
    "9223372036854775807, 100, 92233720368547759",
    "9223372036854775807, 1, 9223372036854775807"
  })
  void givenTotal_whenPaged_thenTheLastPageMayBePartlyFilled(long total, int limit, long pages) {
    Page<String> page = Page.of(List.of(), total, new PageRequest(1, limit));

    assertThat(page.totalPages()).isEqualTo(pages);
    assertThat(page.total()).isEqualTo(total);
  }

  @Test
  void givenPageBeyondTheEnd_whenMade_thenItKeepsItsNumber() {
    assertThat(Page.of(List.of(), 3, new PageRequest(9, 2)))
        .isEqualTo(new Page<>(List.of(), 3, 9, 2));
  }

  @Test
  void givenItems_whenTheListChangesLater_thenThePageDoesNot() {
    List<String> items = new ArrayList<>(List.of("a"));
    Page<String> page = Page.of(items, 1, new PageRequest(1, 20));

    items.add("b");

    assertThat(page.items()).containsExactly("a");
  }
}
