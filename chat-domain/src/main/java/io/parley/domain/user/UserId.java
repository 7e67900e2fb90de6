package io.parley.domain.user;

import io.parley.domain.error.InvalidValueException;

/**
 * The host application's id of a user: 1 to 2^63 - 1.
 *
 * @since 0.1
 */
public record UserId(long value) implements Comparable<UserId> {
  public UserId {
    if (value < 1) {
      throw new InvalidValueException("userId", "must be a positive integer");
    }
  }

  @Override
  public int compareTo(UserId other) {
    return Long.compare(value, other.value);
  }
}
