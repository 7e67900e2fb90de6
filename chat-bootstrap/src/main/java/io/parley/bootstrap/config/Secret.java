package io.parley.bootstrap.config;

/** A text that must not reach a log: {@link #toString()} hides it. */
public record Secret(String text) {
  @Override
  public String toString() {
    return "***";
  }
}
