package io.parley.bootstrap.config;

import java.util.Optional;

/** Reads TCP port numbers. */
final class Ports {
  private Ports() {}

  /** A number from 0 to 65535 in plain digits; empty for anything else. */
  static Optional<Integer> parse(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(text)).filter(port -> port <= 65_535);
  }
}
