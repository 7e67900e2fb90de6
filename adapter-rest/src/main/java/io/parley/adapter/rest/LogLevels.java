package io.parley.adapter.rest;

import org.slf4j.event.Level;

/** Changes at run time how much is logged, until the process ends. */
@FunctionalInterface
public interface LogLevels {
  /** One that changes nothing. */
  static LogLevels fixed() {
    return (logger, level) -> {};
  }

  /**
   * Sets the least level that a logger, and those below it, write.
   *
   * @param logger such as {@code io.parley.adapter.redis}
   */
  void set(String logger, Level level);
}
