package io.parley.adapter.rest;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Remembers what one class logs. */
final class LoggedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final List<Map<String, String>> fields = new CopyOnWriteArrayList<>();
  private final Logger logger;

  private LoggedLines(Logger logger) {
    this.logger = logger;
  }

  static LoggedLines of(Class<?> source) {
    LoggedLines lines = new LoggedLines((Logger) LoggerFactory.getLogger(source));
    lines.start();
    lines.logger.setLevel(Level.INFO);
    lines.logger.setAdditive(false);
    lines.logger.addAppender(lines);
    return lines;
  }

  List<String> texts() {
    return List.copyOf(texts);
  }

  /** The first line, once there is one. */
  CompletableFuture<String> first() {
    return first;
  }

  /** What each of them names beside its text. */
  List<Map<String, String>> fields() {
    return List.copyOf(fields);
  }

  @Override
  protected void append(ILoggingEvent event) {
    Map<String, String> named = new TreeMap<>(event.getMDCPropertyMap());
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> named.put(pair.key, String.valueOf(pair.value)));
    }
    fields.add(named);
    texts.add(event.getFormattedMessage());
    first.complete(event.getFormattedMessage());
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setAdditive(true);
    logger.setLevel(null);
  }
}
