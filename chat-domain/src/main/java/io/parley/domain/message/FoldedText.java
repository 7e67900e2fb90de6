package io.parley.domain.message;

/**
 * A text in which case no longer tells, whatever the locale. Each code point becomes one, as in
 * PostgreSQL: so whoever folds finds what the others find.
 *
 * @since 0.1
 */
public record FoldedText(String text) {
  public static FoldedText of(SearchText wanted) {
    return new FoldedText(fold(wanted.text()));
  }

  public boolean isIn(String content) {
    return fold(content).contains(text);
  }

  public static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      folded.appendCodePoint(Character.toLowerCase(codePoint));
    }
    return folded.toString();
  }
}
