package io.parley.adapter.websocket.connection;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what one thread sends until it is done, so that each connection gets its packets in
 * one write. A write costs more than encoding what it carries.
 */
final class SendGroup {
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
      sessions.forEach(EngineSession::flush);
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
