package io.parley.adapter.websocket.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as the contract writes them: ISO-8601 in UTC, always with milliseconds. */
final class WireTime {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** All events of a message carry its time, one after the other. */
  private static volatile @Nullable Written latest;

  private WireTime() {}

  static String of(Instant instant) {
    Written last = latest;
    if (last == null || !last.instant.equals(instant)) {
      last = new Written(instant, FORMAT.format(instant));
      latest = last;
    }
    return last.text;
  }

  private record Written(Instant instant, String text) {}
}
