package io.parley.adapter.postgres.nodechat;

import org.jspecify.annotations.Nullable;

/**
 * Rows in the text format of {@code COPY}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, text format</a>
 */
final class CopyText {
  private final StringBuilder rows = new StringBuilder();
  private boolean begun;

  CopyText add(@Nullable Object value) {
    if (begun) {
      rows.append('\t');
    }
    begun = true;
    if (value == null) {
      rows.append("\\N");
    } else {
      escape(value.toString());
    }
    return this;
  }

  void endRow() {
    rows.append('\n');
    begun = false;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      switch (unit) {
        case '\\' -> rows.append("\\\\");
        case '\t' -> rows.append("\\t");
        case '\n' -> rows.append("\\n");
        case '\r' -> rows.append("\\r");
        default -> rows.append(unit);
      }
    }
  }

  int length() {
    return rows.length();
  }

  /** What was added since the last time. */
  String take() {
    String taken = rows.toString();
    rows.setLength(0);
    return taken;
  }
}
