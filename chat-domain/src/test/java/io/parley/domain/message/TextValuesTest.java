package io.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.error.InvalidValueException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What all values made of text have in common; each keeps the text exactly as it is. */
class TextValuesTest {
  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("content", maker(text -> new MessageContent(text).text()), "", 10_000),
        Arguments.of("message", maker(text -> new RequestMessage(text).text()), "", 1_000),
        Arguments.of("clientMessageId", maker(text -> new ClientMessageId(text).text()), "", 64),
        Arguments.of("q", maker(text -> new SearchText(text).text()), "", 200),
        Arguments.of(
            "attachmentUrl", maker(text -> new AttachmentUrl(text).text()), "https://a/", 2_048));
  }

  @ParameterizedTest
  @MethodSource("values")
  void givenTheLongestText_whenMade_thenItIsKept(
      String field, Function<String, String> maker, String prefix, int max) {
    String longest = prefix + "x".repeat(max - prefix.length());

    assertThat(maker.apply(longest)).isEqualTo(longest);
    assertRefused(field, maker, longest + "x");
  }

  @ParameterizedTest
  @MethodSource("values")
  void givenTheLongestTextInCodePoints_whenMade_thenSurrogatePairsCountOnce(
      String field, Function<String, String> maker, String prefix, int max) {
    String longest = prefix + "😀".repeat(max - prefix.length());

    assertThat(maker.apply(longest)).isEqualTo(longest);
    assertRefused(field, maker, longest + "😀");
  }

  @ParameterizedTest
  @MethodSource("values")
  void givenShortestText_whenMade_thenItIsKept(
      String field, Function<String, String> maker, String prefix, int max) {
    assertThat(maker.apply(prefix + "x")).isEqualTo(prefix + "x");
    assertRefused(field, maker, "");
  }

  @ParameterizedTest
  @MethodSource("values")
  void givenTextThatCannotBeStored_whenMade_thenItIsRefused(
      String field, Function<String, String> maker, String prefix, int max) {
    assertRefused(field, maker, prefix + "a\0b");
    assertRefused(field, maker, prefix + "a\ud83d");
    assertRefused(field, maker, prefix + "\ude00a");
  }

  @ParameterizedTest
  @MethodSource("values")
  void givenSpacesAround_whenMade_thenTheyAreKeptOrRefusedButNeverCut(
      String field, Function<String, String> maker, String prefix, int max) {
    if (field.equals("attachmentUrl")) {
      assertRefused(field, maker, " https://a/");
    } else {
      assertThat(maker.apply(" a ")).isEqualTo(" a ");
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void givenOnlyWhiteSpace_whenMade_thenOnlyAClientIdMayBeThat(
      String field, Function<String, String> maker, String prefix, int max) {
    if (field.equals("clientMessageId")) {
      assertThat(maker.apply(" ")).isEqualTo(" ");
    } else {
      assertRefused(field, maker, " \n\t");
      assertRefused(field, maker, "\u00a0");
    }
  }

  private static Function<String, String> maker(Function<String, String> maker) {
    return maker;
  }

  private static void assertRefused(String field, Function<String, String> maker, String text) {
    assertThatThrownBy(() -> maker.apply(text))
        .isInstanceOfSatisfying(
            InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
