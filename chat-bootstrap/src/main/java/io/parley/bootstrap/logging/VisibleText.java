package io.parley.bootstrap.logging;

import java.util.Locale;

/** Makes control characters visible, so that no text from outside can forge a log entry. */
final class VisibleText {
  private VisibleText() {}

  /** The text with each control or line-separating character as an escape; tabs stay. */
  static String of(String text) {
    int first = 0;
    while (first < text.length() && isPlain(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (isPlain(unit)) {
        visible.append(unit);
      } else {
        visible.append(escape(unit));
      }
    }
    return visible.toString();
  }

  private static boolean isPlain(char unit) {
    if (unit == '\t') {
      return true;
    }
    return switch (Character.getType(unit)) {
      case Character.CONTROL,
          Character.FORMAT, // bidirectional overrides hide what follows
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String escape(char unit) {
    return switch (unit) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> String.format(Locale.ROOT, "\\u%04x", (int) unit);
    };
  }
}
