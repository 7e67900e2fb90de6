package io.parley.domain.user;

import io.parley.domain.error.InvalidValueException;

/**
 * What the host application calls a user, a UUID usually: 1 to {@value #MAX_CHARACTERS} characters
 * of UTF-16, none of them a control character. Two keys are the same if every character is; {@link
 * UserKeyForm} writes those alike that mean the same.
 *
 * @since 0.1
 */
public record UserKey(String text) implements Comparable<UserKey> {
  public static final int MAX_CHARACTERS = 255;

  public UserKey {
    if (!isOne(text)) {
      throw new InvalidValueException(
          "key", "must have 1 to " + MAX_CHARACTERS + " characters, and no control characters");
    }
  }

  /** Whether a text can be a key. */
  static boolean isOne(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_CHARACTERS
        && text.codePoints().allMatch(UserKey::isStorable);
  }

  /** Neither a control character nor half of a pair of surrogates. */
  private static boolean isStorable(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE;
  }

  @Override
  public int compareTo(UserKey other) {
    return text.compareTo(other.text);
  }
}
