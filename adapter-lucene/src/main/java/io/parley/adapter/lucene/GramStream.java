package io.parley.adapter.lucene;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;

/**
 * A text as overlapping grams: at each code point begins one of {@value Grams#LENGTH}, cut off at
 * the end of the text. So any part of a text is a sequence of grams, in any script, and each pair
 * of code points begins a gram.
 */
final class GramStream extends TokenStream {
  private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  private final BytesRef gram = new BytesRef();
  private Grams grams = Grams.of("");
  private int next;

  void setText(String folded) {
    grams = Grams.of(folded);
    next = 0;
  }

  @Override
  public void reset() {
    clearAttributes(); // what the end of the text before has left
  }

  /** Every gram sets all that it has; to clear attributes for each would cost as much again. */
  @Override
  public boolean incrementToken() {
    if (next == grams.count()) {
      return false;
    }
    grams.get(next++, gram);
    term.setBytesRef(gram);
    return true;
  }
}
