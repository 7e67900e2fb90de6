package io.parley.adapter.websocket.connection;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds back what one thread sends until it is done, so that each connection gets its packets in
 * one write. A write costs more than encoding what it carries.
 */
final class SendGroup {
  private static final Logger LOG = LoggerFactory.getLogger(SendGroup.class);
  private static final ThreadLocal<@Nullable Set<EngineSession>> HELD = new ThreadLocal<>();

  private SendGroup() {}

  /** Runs a task, then writes what it sent; within another group that one writes. */
  static void run(Runnable task) {
    if (HELD.get() != null) {
      task.run();
      return;
    }
    Set<EngineSession> sessions = Collections.newSetFromMap(new IdentityHashMap<>());
    HELD.set(sessions);
    try {
      task.run();
    } finally {
      HELD.remove();
      sessions.forEach(SendGroup::flush);
    }
  }

  private static void flush(EngineSession session) {
    try {
      session.flush();
    } catch (RuntimeException e) { // the others are still to come
      LOG.error("A session was not written to", e);
    }
  }

  /** Whether this thread's packets are held back; then the session is flushed with the group. */
  static boolean holds(EngineSession session) {
    Set<EngineSession> sessions = HELD.get();
    if (sessions == null) {
      return false;
    }
    sessions.add(session);
    return true;
  }
}
