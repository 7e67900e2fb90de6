package io.parley.bootstrap.config;

import java.util.Locale;
import java.util.Optional;

/** Who may read {@code GET /metrics}. */
public enum MetricsAccess {
  /** Nobody. */
  OFF,
  /** Programs of this machine that ask directly. */
  LOCAL,
  /** Whoever gets there. */
  PUBLIC;

  static MetricsAccess read(SettingReader settings) {
    Optional<String> text = settings.text(Setting.CHAT_METRICS);
    if (text.isEmpty()) {
      return LOCAL;
    }
    try {
      return valueOf(text.get().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      settings.mistake(
          Setting.CHAT_METRICS,
          "must be off, local or public, not " + SettingReader.quote(text.get()));
      return OFF;
    }
  }
}
