package io.parley.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.error.InvalidValueException;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserKeyTest {
  private static final String UUID = "3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c11";

  @ParameterizedTest
  @ValueSource(strings = {"", "a\u0000b", "a\nb", "\u0085", "\uD83D", "\uDE00x"})
  void givenTextThatCannotBeStored_whenMadeAKey_thenItIsRefused(String text) {
    assertThatThrownBy(() -> new UserKey(text)).isInstanceOf(InvalidValueException.class);
    assertThat(UserKeyForm.TEXT.parse(text)).isEmpty();
  }

  @Test
  void givenTooLongText_whenMadeAKey_thenItIsRefused() {
    String longest = "x".repeat(UserKey.MAX_CHARACTERS);

    assertThat(UserKeyForm.TEXT.parse(longest)).contains(new UserKey(longest));
    assertThatThrownBy(() -> new UserKey(longest + "x")).isInstanceOf(InvalidValueException.class);
    assertThat(UserKeyForm.TEXT.parse(longest + "x")).isEmpty();
  }

  @Test
  void givenTexts_whenReadAsTexts_thenTheyStayAsTheyAre() {
    for (String text : new String[] {" a ", "7", UUID.toUpperCase(Locale.ROOT), "İ"}) {
      assertThat(UserKeyForm.TEXT.parse(text)).contains(new UserKey(text));
    }
  }

  @Test
  void givenUuids_whenReadAsUuids_thenTheyAreInLowerCase() {
    assertThat(UserKeyForm.UUID.parse("3F2C8A64-0B7E-4C0D-9A53-1F6F0A2B9C11"))
        .isEqualTo(UserKeyForm.UUID.parse(UUID))
        .contains(new UserKey(UUID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "3f2c8a640b7e4c0d9a531f6f0a2b9c11",
        "{3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c11}",
        "3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c11 ",
        "3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c1g"
      })
  void givenOtherTexts_whenReadAsUuids_thenTheyAreNone(String text) {
    assertThat(UserKeyForm.UUID.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "007, 7", "9223372036854775807, 9223372036854775807"})
  void givenDigits_whenReadAsNumbers_thenTheyAreThoseNumbers(String text, String key) {
    assertThat(UserKeyForm.NUMBER.parse(text)).contains(new UserKey(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "+1", "1.0", "٣", "9223372036854775808"})
  void givenOtherTexts_whenReadAsNumbers_thenTheyAreNone(String text) {
    assertThat(UserKeyForm.NUMBER.parse(text)).isEqualTo(Optional.empty());
  }
}
