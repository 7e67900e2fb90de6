package io.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** Any text that is searched; the input is UTF-16, so that it may be ill-formed. */
class FoldedTextFuzzTest {
  @FuzzTest
  void givenAnyText_whenFolded_thenEachCodePointBecomesOneAndEachPartIsFound(byte[] bytes) {
    String text = ByteBuffer.wrap(bytes).asCharBuffer().toString();

    String folded = FoldedText.fold(text);

    assertThat(folded.codePointCount(0, folded.length()))
        .isEqualTo(text.codePointCount(0, text.length()));
    assertThat(FoldedText.fold(folded)).isEqualTo(folded);
    String part = text.substring(text.offsetByCodePoints(0, text.isEmpty() ? 0 : 1));
    assertThat(new FoldedText(FoldedText.fold(part)).isIn(text)).isTrue();
  }
}
