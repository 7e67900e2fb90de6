package io.parley.bootstrap.config;

import java.util.Locale;
import java.util.Optional;

/** How the entries of the log are written. */
public enum LogFormat {
  /** For people: one line each, and the stack trace below. */
  TEXT,
  /** For programs: one JSON object a line. */
  JSON;

  static LogFormat read(SettingReader settings) {
    Optional<String> text = settings.text(Setting.CHAT_LOG_FORMAT);
    if (text.isEmpty()) {
      return TEXT;
    }
    try {
      return valueOf(text.get().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      settings.mistake(
          Setting.CHAT_LOG_FORMAT, "must be text or json, not " + SettingReader.quote(text.get()));
      return TEXT;
    }
  }
}
