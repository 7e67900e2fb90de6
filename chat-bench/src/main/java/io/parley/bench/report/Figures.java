package io.parley.bench.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The named figures of a run, in the order in which they were added. */
public final class Figures {
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** Adds a figure; a text, or a number that is printed as it is. */
  public Figures add(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /** Adds a duration as milliseconds with two decimals. */
  public Figures addMillis(String name, long nanos) {
    return add(name, Math.round((double) nanos / 10_000) / 100.0);
  }

  /** Adds what each of so many things took, as microseconds with one decimal. */
  public Figures addMicros(String name, Duration all, long things) {
    return addTenths(name, (double) all.toNanos() / 1_000 / things);
  }

  /** Adds a number with one decimal. */
  public Figures addTenths(String name, double value) {
    return add(name, Math.round(value * 10) / 10.0);
  }

  /** One line of JSON. */
  public String toJson() {
    return values.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":" + json(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** A line for each figure, to be read. */
  public String toTable() {
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    return values.entrySet().stream()
        .map(entry -> "  " + pad(entry.getKey(), width) + "  " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String pad(String name, int width) {
    return name + " ".repeat(width - name.length());
  }

  private static String json(Object value) {
    return value instanceof Number ? value.toString() : "\"" + value + "\"";
  }
}
