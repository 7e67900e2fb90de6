package io.parley.bench;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What right answers of the service look like. */
final class Pages {
  private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

  private Pages() {}

  /** Messages from one position to another, oldest first, of so many in all. */
  static Predicate<String> messages(long first, long last, long total) {
    return body -> {
      List<Long> positions =
          SEQ.matcher(body).results().map(match -> Long.valueOf(match.group(1))).toList();
      return positions.size() == last - first + 1
          && positions.get(0) == first
          && positions.get(positions.size() - 1) == last
          && number("total", total).test(body);
    };
  }

  /** An object in which a number occurs. */
  static Predicate<String> number(String name, long value) {
    return body ->
        body.contains("\"" + name + "\":" + value + ",")
            || body.contains("\"" + name + "\":" + value + "}");
  }

  /** A list with so many objects that have a member of that name. */
  static Predicate<String> members(String name, int count) {
    Pattern member = Pattern.compile("\"" + Matcher.quoteReplacement(name) + "\":");
    return body -> member.matcher(body).results().count() == count;
  }
}
