package io.parley.adapter.websocket.connection;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions that have packets to be written soon. A write costs far more than encoding and queueing
 * what it carries, so whoever sends to many does not write himself: a few workers do, and what is
 * sent to a session before its turn comes goes with the same write. The busier the server, the more
 * packets share a write.
 *
 * <p>Bounded: a session is in the queue at most once.
 */
final class WriteQueue {
  private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);

  private final Executor executor;
  private final int maxWorkers;
  private final Queue<EngineSession> sessions = new ConcurrentLinkedQueue<>();
  private final AtomicInteger workers = new AtomicInteger();

  WriteQueue(Executor executor, int maxWorkers) {
    this.executor = executor;
    this.maxWorkers = maxWorkers;
  }

  /** Writes what waits in a session, soon. */
  void add(EngineSession session) {
    sessions.add(session);
    if (hireWorker()) {
      executor.execute(this::work);
    }
  }

  /** One session that cannot be written to must not cost the others their worker. */
  private static void write(EngineSession session) {
    try {
      session.flush();
    } catch (Throwable e) {
      LOG.error("A session could not be written to", e);
    }
  }

  /** How many sessions wait; looks at each of them. */
  int size() {
    return sessions.size();
  }

  private boolean hireWorker() {
    int present = workers.get();
    return present < maxWorkers && workers.compareAndSet(present, present + 1);
  }

  private void work() {
    do {
      for (EngineSession next = sessions.poll(); next != null; next = sessions.poll()) {
        write(next);
      }
      workers.decrementAndGet();
      // Whoever has added a session since it was seen to be empty may have counted on this worker.
    } while (!sessions.isEmpty() && hireWorker());
  }
}
