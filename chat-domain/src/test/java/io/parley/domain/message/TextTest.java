package io.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  private static final String HIGH = "\ud83d";
  private static final String LOW = "\ude00";

  @Test
  void givenTextWithinBounds_whenChecked_thenItComesBackUnchanged() {
    assertThat(Text.requireWellFormed("f", "a", 3)).isEqualTo("a");
    assertThat(Text.requireWellFormed("f", "abc", 3)).isEqualTo("abc");
    assertThat(Text.requireWellFormed("f", " \t\u0001", 3)).isEqualTo(" \t\u0001");
  }

  @Test
  void givenTextOutOfBounds_whenChecked_thenItIsRefusedWithItsLength() {
    assertRefused("", "f must have 1 to 3 characters, has 0");
    assertRefused("abcd", "f must have 1 to 3 characters, has 4");
  }

  @Test
  void givenCharactersBeyondTheBasicPlane_whenCounted_thenEachCountsOnce() {
    assertThat(Text.requireWellFormed("f", "😀😀😀", 3)).hasSize(6);
    assertRefused("😀😀😀😀", "f must have 1 to 3 characters, has 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0", "\0b", "a\0b"})
  void givenNul_whenChecked_thenItIsRefused(String text) {
    assertRefused(text, "f must not contain a NUL character");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {HIGH, LOW, "a" + HIGH, LOW + "a", HIGH + "a", HIGH + HIGH + LOW, LOW + HIGH})
  void givenLoneSurrogate_whenChecked_thenItIsRefused(String text) {
    assertRefused(text, "f must be well-formed Unicode text");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t\r\n", "\u00a0", "\u2007\u202f", "\u3000 \u2003", "\u2028"})
  void givenOnlyWhiteSpace_whenChecked_thenItIsRefused(String text) {
    assertThatThrownBy(() -> Text.requireVisible("f", text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("f must not be only white space");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", " a ", "\u00a0!\u00a0", "😀", "\u200d"})
  void givenMoreThanWhiteSpace_whenChecked_thenItPasses(String text) {
    Text.requireVisible("f", text);
  }

  private static void assertRefused(String text, String detail) {
    assertThatThrownBy(() -> Text.requireWellFormed("f", text, 3))
        .isInstanceOfSatisfying(
            InvalidValueException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.field()).isEqualTo("f");
              assertThat(e.detail()).isEqualTo(detail);
            });
  }
}
