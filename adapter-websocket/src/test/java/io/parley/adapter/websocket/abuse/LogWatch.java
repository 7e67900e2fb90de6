package io.parley.adapter.websocket.abuse;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Collects every warning and error that anything logs, and what threads die of. */
final class LogWatch implements AutoCloseable {
  private static final int ENOUGH = 20;

  /**
   * Jetty warns of requests whose Host header it refuses, or that have two, before it answers them
   * with 400 itself; no handler ever sees them, so there is nothing that we could do better.
   */
  private static final Set<String> EXPECTED =
      Set.of("org.eclipse.jetty.util.HostPort", "org.eclipse.jetty.http.HttpParser");

  /** Jetty's page for a path that it refuses repeats that path, and is cut off if it is long. */
  private static final String ERROR_PAGES = "org.eclipse.jetty.server.handler.ErrorHandler";

  private static final String CUT_OFF = "Error page too large";

  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final Logger root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Thread.@Nullable UncaughtExceptionHandler previous =
      Thread.getDefaultUncaughtExceptionHandler();
  private final Collector collector = new Collector();

  private final List<Logger> muted = EXPECTED.stream().map(LogWatch::logger).toList();

  LogWatch() {
    muted.forEach(logger -> logger.setLevel(Level.ERROR));
    collector.setContext(root.getLoggerContext());
    collector.start();
    root.addAppender(collector);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> add("uncaught in " + thread.getName() + ": " + failure));
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  private final class Collector extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN) && !isCutOffPage(event)) {
        String trace =
            event.getThrowableProxy() == null
                ? ""
                : ThrowableProxyUtil.asString(event.getThrowableProxy());
        if (isRaceOfBadRequest(event, trace)) {
          return;
        }
        add(
            event.getLevel()
                + " "
                + event.getLoggerName()
                + ": "
                + event.getFormattedMessage()
                + "\n"
                + trace);
      }
    }
  }

  /**
   * Jetty 12.1.12 answers a request that it cannot parse on another thread ({@code
   * HttpConnection.badMessage}); once in some 100,000 of them that thread lets the connection go on
   * before the first has left it, both release its buffer, and the second is told so. The request
   * has been answered, the connection is closed, and no code of ours has seen either.
   */
  private static boolean isRaceOfBadRequest(ILoggingEvent event, String trace) {
    return event.getLoggerName().equals("org.eclipse.jetty.util.thread.QueuedThreadPool")
        && trace.contains("IllegalStateException: already released")
        && trace.contains("HttpConnection.releaseRequestBuffer")
        && trace.contains("HttpConnection.onFillable")
        && !trace.contains("io.parley");
  }

  private static boolean isCutOffPage(ILoggingEvent event) {
    return event.getLoggerName().equals(ERROR_PAGES) && event.getMessage().startsWith(CUT_OFF);
  }

  private void add(String complaint) {
    if (complaints.size() < ENOUGH) {
      complaints.add(complaint);
    }
  }

  Queue<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    muted.forEach(logger -> logger.setLevel(null));
    root.detachAppender(collector);
    collector.stop();
    Thread.setDefaultUncaughtExceptionHandler(previous);
  }
}
