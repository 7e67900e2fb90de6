package io.parley.bootstrap;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A table as GitHub's Markdown writes it, row by row. */
final class MarkdownTable {
  private final StringBuilder text = new StringBuilder();

  MarkdownTable(String... headings) {
    row(headings);
    text.append('|').append(String.join("|", Collections.nCopies(headings.length, "---")));
    text.append("|\n");
  }

  MarkdownTable row(String... cells) {
    text.append(
        List.of(cells).stream()
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    return this;
  }

  static String code(String text) {
    return "`" + text + "`";
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
