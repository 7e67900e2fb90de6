package io.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.domain.error.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The body of {@code PUT /api/admin/log-level}.
 *
 * @param logger {@code io.parley} or a name below it: other libraries write headers, where tokens
 *     are, and texts of users when they write everything
 * @param level {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}
 */
record LogLevelRequest(@Nullable JsonNode logger, @Nullable JsonNode level) {
  private static final Pattern LOGGER = Pattern.compile("io\\.parley(\\.[A-Za-z0-9_]{1,64}){0,9}");

  /**
   * @throws InvalidValueException if it is any other logger
   */
  String toLogger() {
    return JsonField.text("logger", logger)
        .filter(name -> LOGGER.matcher(name).matches())
        .orElseThrow(
            () -> new InvalidValueException("logger", "must be io.parley or a name below it"));
  }

  /**
   * @throws InvalidValueException if there is no such level
   */
  Level toLevel() {
    return JsonField.text("level", level)
        .map(name -> name.toUpperCase(Locale.ROOT))
        .flatMap(
            name ->
                Arrays.stream(Level.values())
                    .filter(known -> known.name().equals(name))
                    .findFirst())
        .orElseThrow(
            () -> new InvalidValueException("level", "must be error, warn, info, debug or trace"));
  }
}
