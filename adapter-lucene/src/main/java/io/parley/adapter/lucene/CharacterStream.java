package io.parley.adapter.lucene;

import java.util.BitSet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;

/**
 * The code points of a text, each once. A single one begins thousands of grams, too many to look
 * for all of them.
 */
final class CharacterStream extends TokenStream {
  private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  private final BytesRef character = new BytesRef();
  private final BitSet seen = new BitSet();
  private String text = "";
  private Grams characters = Grams.characters("");
  private int next;
  private int nextUnit;

  void setText(String folded) {
    text.codePoints().forEach(seen::clear);
    text = folded;
    characters = Grams.characters(folded);
    next = 0;
    nextUnit = 0;
  }

  @Override
  public void reset() {
    clearAttributes(); // what the end of the text before has left
  }

  @Override
  public boolean incrementToken() {
    while (nextUnit < text.length()) {
      int codePoint = text.codePointAt(nextUnit);
      nextUnit += Character.charCount(codePoint);
      characters.get(next++, character);
      if (!seen.get(codePoint)) {
        seen.set(codePoint);
        term.setBytesRef(character);
        return true;
      }
    }
    return false;
  }
}
