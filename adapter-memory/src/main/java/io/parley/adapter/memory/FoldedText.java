package io.parley.adapter.memory;

import io.parley.domain.message.SearchText;

/** A text in which case no longer tells, whatever the locale. */
record FoldedText(String text) {
  static FoldedText of(SearchText wanted) {
    return new FoldedText(fold(wanted.text()));
  }

  boolean isIn(String content) {
    return fold(content).contains(text);
  }

  /** One code point becomes one, as in the database; so it finds what the database would. */
  private static String fold(String text) {
    return text.codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
