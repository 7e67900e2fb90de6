package io.parley.adapter.rest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times on the wire: ISO 8601, UTC, exactly three fraction digits, {@code Z}. */
final class WireTime {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private WireTime() {}

  static String text(Instant time) {
    return FORMAT.format(time);
  }

  static @Nullable String text(Optional<Instant> time) {
    return time.map(WireTime::text).orElse(null);
  }
}
