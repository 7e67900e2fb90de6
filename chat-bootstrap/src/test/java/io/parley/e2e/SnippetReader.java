package io.parley.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the fenced blocks of a document, with the marks before them: comments that GitHub does not
 * show. A mark is {@code <!-- not run: why -->}, {@code <!-- file: name -->}, {@code <!-- given:
 * code -->} or {@code <!-- from: file of the project -->}; other comments are none.
 */
final class SnippetReader {
  private static final Pattern FENCE = Pattern.compile("^( *)(```+|~~~+)([^`\\s]*)[^`]*$");
  private static final Pattern MARK =
      Pattern.compile("\\s*(not run|file|given|from):(.*)", Pattern.DOTALL);
  private static final String COMMENT = "<!--";
  private static final String COMMENT_END = "-->";

  private final String name;
  private final List<String> lines;
  private final List<Snippet> snippets = new ArrayList<>();
  private final Map<String, String> marks = new HashMap<>();
  private int next;

  private SnippetReader(String name, List<String> lines) {
    this.name = name;
    this.lines = lines;
  }

  static List<Snippet> read(String name, List<String> lines) {
    SnippetReader reader = new SnippetReader(name, lines);
    while (reader.next < lines.size()) {
      reader.readLine();
    }
    reader.requireNoMarks();
    return List.copyOf(reader.snippets);
  }

  private void readLine() {
    String line = lines.get(next);
    Matcher fence = FENCE.matcher(line);
    if (line.strip().startsWith(COMMENT)) {
      readComment();
    } else if (fence.matches()) {
      readBlock(fence.group(1).length(), fence.group(2), fence.group(3));
    } else {
      if (!line.isBlank()) {
        requireNoMarks();
      }
      next++;
    }
  }

  private void readComment() {
    StringBuilder comment = new StringBuilder();
    String line;
    do {
      line = lines.get(next++);
      comment.append(line).append('\n');
    } while (!line.contains(COMMENT_END) && next < lines.size());
    int end = comment.indexOf(COMMENT_END);
    int start = comment.indexOf(COMMENT) + COMMENT.length();
    Matcher mark = MARK.matcher(comment.substring(start, end < 0 ? comment.length() : end));
    if (mark.matches()) {
      marks.put(mark.group(1), mark.group(2).strip());
    }
  }

  private void readBlock(int indent, String fence, String language) {
    String place = name + ":" + (next + 1);
    List<String> text = new ArrayList<>();
    next++;
    while (next < lines.size() && !lines.get(next).strip().equals(fence)) {
      String line = lines.get(next++);
      text.add(line.isBlank() ? "" : line.substring(Math.min(indent, line.length())));
    }
    if (next == lines.size()) {
      throw new AssertionError(place + ": the block has no end");
    }
    next++;
    snippets.add(
        new Snippet(
            place,
            language,
            String.join("\n", text) + "\n",
            Optional.ofNullable(marks.get("not run")),
            Optional.ofNullable(marks.get("file")),
            Optional.ofNullable(marks.get("given")),
            Optional.ofNullable(marks.get("from"))));
    marks.clear();
  }

  private void requireNoMarks() {
    if (!marks.isEmpty()) {
      throw new AssertionError(
          name + ":" + next + ": a mark " + marks + " has to stand right before a fenced block");
    }
  }
}
