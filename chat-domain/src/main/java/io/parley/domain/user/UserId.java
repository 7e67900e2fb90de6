package io.parley.domain.user;

import io.parley.domain.error.InvalidValueException;

/**
 * The number by which the chat calls a user, 1 to 2^63 - 1: the host application's own, or one that
 * {@link io.parley.domain.port.UserKeys} has given to the host's key.
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
