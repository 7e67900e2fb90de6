package io.parley.e2e;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What is logged as an error: a service says so of nothing but its own faults. */
final class LoggedErrors extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final int ENOUGH = 20;

  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private final Level least;

  private LoggedErrors(Level least) {
    this.least = least;
  }

  static LoggedErrors watch() {
    return watch(Level.ERROR);
  }

  /** Warnings as well. */
  static LoggedErrors andWarnings() {
    return watch(Level.WARN);
  }

  private static LoggedErrors watch(Level least) {
    LoggedErrors errors = new LoggedErrors(least);
    errors.setContext(errors.root.getLoggerContext());
    errors.start();
    errors.root.addAppender(errors);
    return errors;
  }

  List<String> all() {
    return List.copyOf(errors);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(least) && errors.size() < ENOUGH) {
      String trace =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      errors.add(event.getLoggerName() + ": " + event.getFormattedMessage() + "\n" + trace);
    }
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
