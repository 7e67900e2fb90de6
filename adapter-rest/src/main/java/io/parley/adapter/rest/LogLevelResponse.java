package io.parley.adapter.rest;

import java.util.Locale;
import org.slf4j.event.Level;

/** The body of a successful {@code PUT /api/admin/log-level}. */
record LogLevelResponse(boolean success, String message, Setting data) {
  /** What holds now. */
  record Setting(String logger, String level) {}

  static LogLevelResponse of(String logger, Level level) {
    return new LogLevelResponse(
        true, "Log level set", new Setting(logger, level.name().toLowerCase(Locale.ROOT)));
  }
}
