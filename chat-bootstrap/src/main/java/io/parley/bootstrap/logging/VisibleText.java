package io.parley.bootstrap.logging;

import java.util.Locale;

/** Makes control characters visible, so that no text from outside can forge a log entry. */
public final class VisibleText {
  private VisibleText() {}

  /** The text with each control or line-separating character as an escape; tabs stay. */
  public static String of(String text) {
    int first = 0;
    while (first < text.length() && isPlain(text.codePointAt(first))) {
      first += Character.charCount(text.codePointAt(first));
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16).append(text, 0, first);
    int codePoint;
    for (int i = first; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (isPlain(codePoint)) {
        visible.appendCodePoint(codePoint);
      } else {
        visible.append(escape(codePoint));
      }
    }
    return visible.toString();
  }

  private static boolean isPlain(int codePoint) {
    if (codePoint == '\t') {
      return true;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT, // bidirectional overrides hide what follows
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String escape(int codePoint) {
    return switch (codePoint) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default ->
          Character.isBmpCodePoint(codePoint)
              ? String.format(Locale.ROOT, "\\u%04x", codePoint)
              : String.format(Locale.ROOT, "\\u{%x}", codePoint);
    };
  }
}
