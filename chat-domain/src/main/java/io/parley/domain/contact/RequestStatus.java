package io.parley.domain.contact;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a contact request stands; only one that is pending can be answered or cancelled.
 *
 * @since 0.1
 */
public enum RequestStatus {
  PENDING,
  ACCEPTED,
  REJECTED,
  CANCELLED;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The stable, machine-readable name: the constant in lower case. */
  public String wireName() {
    return wireName;
  }

  /** The status with that name, if there is one. */
  public static Optional<RequestStatus> of(String wireName) {
    return Arrays.stream(values()).filter(one -> one.wireName.equals(wireName)).findFirst();
  }
}
