package io.parley.domain.conversation;

import io.parley.domain.error.InvalidValueException;

/**
 * The position of a message in its conversation: 1, 2, 3 … without gaps, in commit order.
 *
 * @since 0.1
 */
public record Sequence(long value) implements Comparable<Sequence> {
  /** The position before the first message. */
  public static final Sequence NONE = new Sequence(0);

  public Sequence {
    if (value < 0) {
      throw new InvalidValueException("seq", "must not be negative");
    }
  }

  @Override
  public int compareTo(Sequence other) {
    return Long.compare(value, other.value);
  }
}
