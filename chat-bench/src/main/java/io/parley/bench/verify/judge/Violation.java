package io.parley.bench.verify.judge;

import java.util.List;

/**
 * A promise that was broken.
 *
 * @param sentence what happened, for a person
 * @param history the entries around it, a line each; empty if no connection shows it
 */
public record Violation(ViolationKind kind, String sentence, List<String> history) {
  public Violation {
    history = List.copyOf(history);
  }

  /** One that no connection shows. */
  public Violation(ViolationKind kind, String sentence) {
    this(kind, sentence, List.of());
  }

  @Override
  public String toString() {
    return kind + ": " + sentence;
  }
}
