package io.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.domain.error.InvalidValueException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads members of request bodies; null and absent are the same. */
final class JsonField {
  private JsonField() {}

  /**
   * @throws InvalidValueException if there is something else than a string
   */
  static Optional<String> text(String field, @Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new InvalidValueException(field, "must be a string");
    }
    return Optional.of(value.textValue());
  }

  /**
   * A whole number from {@code min} to 2^63 - 1, written as a number or as a string of digits.
   *
   * @throws InvalidValueException if there is something else
   */
  static Optional<Long> wholeNumber(String field, @Nullable JsonNode value, long min) {
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    OptionalLong number = wholeNumber(value);
    if (number.isEmpty() || number.getAsLong() < min) {
      throw new InvalidValueException(
          field, min > 0 ? "must be a positive integer" : "must be a whole number, not negative");
    }
    return Optional.of(number.getAsLong());
  }

  private static OptionalLong wholeNumber(JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return OptionalLong.of(value.longValue());
    }
    return value.isTextual() ? WholeNumber.parse(value.textValue()) : OptionalLong.empty();
  }
}
