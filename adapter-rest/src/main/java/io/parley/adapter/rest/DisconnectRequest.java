package io.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.domain.error.InvalidValueException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The optional body of {@code POST /api/admin/users/:id/disconnect}.
 *
 * @param notBefore a time in ISO 8601, such as {@code 2026-01-02T03:04:05Z}; null for now
 */
record DisconnectRequest(@Nullable JsonNode notBefore) {
  /**
   * @throws InvalidValueException if {@code notBefore} is anything else
   */
  Optional<Instant> toNotBefore() {
    return JsonField.text("notBefore", notBefore)
        .map(DisconnectRequest::instant)
        .map(moment -> moment.isBefore(Instant.EPOCH) ? Instant.EPOCH : moment);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidValueException("notBefore", "must be a time such as 2026-01-02T03:04:05Z");
    }
  }
}
