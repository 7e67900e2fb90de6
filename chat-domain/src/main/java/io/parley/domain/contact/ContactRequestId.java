package io.parley.domain.contact;

import io.parley.domain.error.InvalidValueException;

/**
 * The id of a contact request: 1 to 2^63 - 1.
 *
 * @since 0.1
 */
public record ContactRequestId(long value) {
  public ContactRequestId {
    if (value < 1) {
      throw new InvalidValueException("requestId", "must be a positive integer");
    }
  }
}
