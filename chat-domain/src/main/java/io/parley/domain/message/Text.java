package io.parley.domain.message;

import io.parley.domain.error.InvalidValueException;

/** The rules that every text from outside keeps: storable, well formed, of a bounded length. */
final class Text {
  private Text() {}

  /**
   * Returns {@code text} unchanged if it has 1 to {@code maxCodePoints} code points, no NUL
   * character (PostgreSQL cannot store one) and no lone surrogate (it has no UTF-8 form).
   */
  static String requireWellFormed(String field, String text, int maxCodePoints) {
    int codePoints = 0;
    for (int i = 0; i < text.length(); i++, codePoints++) {
      char unit = text.charAt(i);
      if (unit == 0) {
        throw new InvalidValueException(field, "must not contain a NUL character");
      }
      if (Character.isSurrogate(unit)) {
        if (!Character.isHighSurrogate(unit)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new InvalidValueException(field, "must be well-formed Unicode text");
        }
        i++;
      }
    }
    if (codePoints < 1 || codePoints > maxCodePoints) {
      throw new InvalidValueException(
          field, "must have 1 to " + maxCodePoints + " characters, has " + codePoints);
    }
    return text;
  }

  /**
   * Refuses a text in which there is nothing to see: white space as Java understands it, and the
   * no-break spaces that {@link String#isBlank()} takes for letters.
   */
  static void requireVisible(String field, String text) {
    if (text.codePoints()
        .allMatch(point -> Character.isWhitespace(point) || Character.isSpaceChar(point))) {
      throw new InvalidValueException(field, "must not be only white space");
    }
  }
}
