package io.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.error.InvalidValueException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageFlagTest {
  @Test
  void givenShortLabels_whenMade_thenTheyAre() {
    for (String text : List.of("a", "spam.suspected", "rule:17_b-2", "z".repeat(64))) {
      assertThat(new MessageFlag(text).text()).isEqualTo(text);
    }
  }

  @Test
  void givenAnythingElse_whenMade_thenItIsRefused() {
    for (String text : List.of("", "z".repeat(65), "Spam", "a b", "é", "a\n", "a/b", "٣")) {
      assertThatThrownBy(() -> new MessageFlag(text))
          .as(text)
          .isInstanceOf(InvalidValueException.class);
    }
  }
}
