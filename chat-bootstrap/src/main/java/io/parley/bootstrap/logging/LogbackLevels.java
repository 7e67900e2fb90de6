package io.parley.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.parley.adapter.rest.LogLevels;
import org.slf4j.LoggerFactory;

/** The levels of the service's log. */
public final class LogbackLevels implements LogLevels {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogbackLevels.class);

  @Override
  public void set(String logger, org.slf4j.event.Level level) {
    if (LoggerFactory.getLogger(logger) instanceof Logger known) {
      known.setLevel(Level.convertAnSLF4JLevel(level));
      LOG.info("From now on {} logs from {} up", logger, level);
    }
  }
}
