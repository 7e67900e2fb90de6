package io.parley.domain.message;

import io.parley.domain.error.InvalidValueException;

/**
 * What the host has noted of a message when it was stored, such as {@code spam.suspected}: 1 to
 * {@value #MAX_LENGTH} of the characters {@code a-z}, {@code 0-9} and {@code _.:-}. It means
 * something to the host only; participants are never told.
 *
 * @since 0.1
 */
public record MessageFlag(String text) {
  public static final int MAX_LENGTH = 64;

  public MessageFlag {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !text.chars().allMatch(MessageFlag::fits)) {
      throw new InvalidValueException(
          "flag", "must be 1 to " + MAX_LENGTH + " of the characters a-z, 0-9 and _.:-");
    }
  }

  private static boolean fits(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "_.:-".indexOf(c) >= 0;
  }
}
