package io.parley.bench.abuse;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of the attempts of one attack. Thread-safe. */
final class Tally {
  private static final int EXAMPLES = 5;
  private static final int EXAMPLE_LENGTH = 300;
  private static final String STACK_TRACE = "\tat ";
  private static final String INTERNAL_ERROR = "internal_error";

  private final String canary;
  private final Map<Kind, Long> answers = new TreeMap<>();
  private final List<String> examples = new ArrayList<>();
  private final Map<String, Double> notes = new TreeMap<>();
  private long attempts;
  private long granted;
  private long broken;

  /** How the service has answered. */
  enum Kind {
    /** It did what it was asked to; not wrong by itself. */
    ACCEPTED,
    REFUSED,
    /** Too often, or too many. */
    LIMITED,
    /** 503 or its counterpart: not now. */
    UNAVAILABLE,
    /** It has hung up. */
    CLOSED,
    /** No answer while we waited. */
    IGNORED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param canary what no answer may ever contain
   */
  Tally(String canary) {
    this.canary = canary;
  }

  synchronized void attempts(long count) {
    attempts += count;
  }

  synchronized void answers(Kind kind, long count) {
    if (count > 0) {
      answers.merge(kind, count, Long::sum);
    }
  }

  /** An attempt and its answer, which need not be a refusal. */
  void answered(String what, Answer answer) {
    answered(what, answer, false);
  }

  /** An attempt and its answer, which has to be a refusal. */
  void mustBeRefused(String what, Answer answer) {
    answered(what, answer, true);
  }

  private void answered(String what, Answer answer, boolean refusalDue) {
    attempts(1);
    hear(what, answer.text());
    Kind kind = answer.kind();
    answers(kind, 1);
    if (answer.isFailure()) {
      broken(what + ": " + answer.text());
    }
    if (refusalDue && kind == Kind.ACCEPTED) {
      granted(what + ": " + answer.text());
    }
  }

  /** Something that has come from the server, for whatever reason. */
  void hear(String what, String text) {
    if (text.contains(canary)) {
      granted(what + ": the canary in " + text);
    }
    if (text.contains(STACK_TRACE) || text.contains(INTERNAL_ERROR)) {
      broken(what + ": " + text);
    }
  }

  /** An access that should not have been. */
  synchronized void granted(String what) {
    granted++;
    example("granted: " + what);
  }

  /** An answer that tells of a bug. */
  synchronized void broken(String what) {
    broken++;
    example("broken: " + what);
  }

  private void example(String text) {
    if (examples.size() < EXAMPLES) {
      examples.add(text.substring(0, Math.min(EXAMPLE_LENGTH, text.length())));
    }
  }

  /** A figure of this attack alone. */
  synchronized void note(String name, double value) {
    notes.put(name, value);
  }

  /** All of it at one moment. */
  record Totals(
      Map<Kind, Long> answers,
      List<String> examples,
      Map<String, Double> notes,
      long attempts,
      long granted,
      long broken)
      implements Serializable {}

  synchronized Totals totals() {
    return new Totals(
        new TreeMap<>(answers),
        new ArrayList<>(examples),
        new TreeMap<>(notes),
        attempts,
        granted,
        broken);
  }

  /** Adds what was counted elsewhere. */
  synchronized void add(Totals more) {
    more.answers().forEach(this::answers);
    more.examples().forEach(this::example);
    notes.putAll(more.notes());
    attempts += more.attempts();
    granted += more.granted();
    broken += more.broken();
  }

  synchronized long attempts() {
    return attempts;
  }

  synchronized long count(Kind kind) {
    @Nullable Long count = answers.get(kind);
    return count == null ? 0 : count;
  }

  synchronized long granted() {
    return granted;
  }

  synchronized long broken() {
    return broken;
  }

  synchronized List<String> examples() {
    return List.copyOf(examples);
  }

  synchronized Map<String, Double> notes() {
    return Map.copyOf(notes);
  }
}
