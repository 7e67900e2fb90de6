package io.parley.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, the latest first; one that fails does not keep the others open. */
public final class ClosingStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClosingStack.class);

  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * Adds something that is open now.
   *
   * @param name for the log
   */
  public synchronized void push(String name, AutoCloseable closeable) {
    entries.push(new Entry(name, closeable));
  }

  /** Closes everything; a second call does nothing. */
  @Override
  public synchronized void close() {
    while (!entries.isEmpty()) {
      Entry entry = entries.pop();
      try {
        entry.closeable().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        LOG.warn("Interrupted while closing: {}", entry.name());
      } catch (Exception e) {
        LOG.warn("Cannot close in order: {}", entry.name(), e);
      }
    }
  }

  private record Entry(String name, AutoCloseable closeable) {}
}
