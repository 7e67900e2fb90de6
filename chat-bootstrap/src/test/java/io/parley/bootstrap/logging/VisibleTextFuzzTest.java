package io.parley.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** Any text that comes to be logged; the input is UTF-16, so that it may be ill-formed. */
class VisibleTextFuzzTest {
  @FuzzTest
  void givenAnyText_whenMadeVisible_thenNothingHiddenIsLeftAndTheRestStays(byte[] bytes) {
    String text = ByteBuffer.wrap(bytes).asCharBuffer().toString();

    String visible = VisibleText.of(text);

    assertThat(visible.codePoints()).noneMatch(VisibleTextFuzzTest::isHidden);
    assertThat(VisibleText.of(visible)).isEqualTo(visible);
    if (text.codePoints().noneMatch(VisibleTextFuzzTest::isHidden)) {
      assertThat(visible).isEqualTo(text);
    }
  }

  private static boolean isHidden(int codePoint) {
    return codePoint != '\t'
        && switch (Character.getType(codePoint)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
  }
}
