package io.parley.domain.message;

import io.parley.domain.error.InvalidValueException;

/**
 * The id of a message: 1 to 2^63 - 1, unique over all conversations; says nothing about order.
 *
 * @since 0.1
 */
public record MessageId(long value) {
  public MessageId {
    if (value < 1) {
      throw new InvalidValueException("messageId", "must be a positive integer");
    }
  }
}
