package io.parley.domain.message;

/** A text in which case no longer tells, whatever the locale. */
public record FoldedText(String text) {
  public static FoldedText of(SearchText wanted) {
    return new FoldedText(fold(wanted.text()));
  }

  public boolean isIn(String content) {
    return fold(content).contains(text);
  }

  private static String fold(String text) {
    return text.codePoints()
        .map(FoldedText::fold)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** One code point becomes one, as in PostgreSQL; so whoever folds finds what the others find. */
  public static int fold(int codePoint) {
    return Character.toLowerCase(codePoint);
  }
}
