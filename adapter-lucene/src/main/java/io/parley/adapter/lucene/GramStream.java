package io.parley.adapter.lucene;

import io.parley.domain.message.FoldedText;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.UnicodeUtil;

/**
 * A text as overlapping grams: at each code point begins one of {@value #LENGTH}, cut off at the
 * end of the text. So any part of a text is a sequence of grams, in any script, and each of its
 * code points and pairs begins a gram.
 */
final class GramStream extends TokenStream {
  static final int LENGTH = 3;

  private final BytesTermAttribute gram = addAttribute(BytesTermAttribute.class);
  private int[] codePoints = new int[0];
  private int next;

  void setText(String text) {
    codePoints = fold(text);
    next = 0;
  }

  static int[] fold(String text) {
    return text.codePoints().map(FoldedText::fold).toArray();
  }

  /** The gram that begins at a code point. */
  static BytesRef gram(int[] codePoints, int from) {
    int length = Math.min(LENGTH, codePoints.length - from);
    return new BytesRef(UnicodeUtil.newString(codePoints, from, length));
  }

  @Override
  public boolean incrementToken() {
    if (next == codePoints.length) {
      return false;
    }
    clearAttributes();
    gram.setBytesRef(gram(codePoints, next++));
    return true;
  }
}
