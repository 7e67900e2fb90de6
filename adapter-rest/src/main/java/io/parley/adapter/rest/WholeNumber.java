package io.parley.adapter.rest;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers written in ASCII digits; other scripts' digits, signs and exponents are none. */
final class WholeNumber {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");
  private static final Pattern ANY_LENGTH = Pattern.compile("[0-9]+");

  private WholeNumber() {}

  /** A number from 0 to 2^63 - 1; empty for everything else. */
  static OptionalLong parse(String text) {
    if (!DIGITS.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }

  /** As {@link #parse}, but a number that is too large is the largest. */
  static OptionalLong parseSaturated(String text) {
    return ANY_LENGTH.matcher(text).matches()
        ? OptionalLong.of(parse(text).orElse(Long.MAX_VALUE))
        : OptionalLong.empty();
  }
}
