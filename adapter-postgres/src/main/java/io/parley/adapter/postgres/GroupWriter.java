package io.parley.adapter.postgres;

import io.parley.domain.error.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One thread that stores whatever waits, as one group; a draft that finds it idle goes at once. The
 * queue is bounded: what does not fit is refused, and safe to repeat.
 */
final class GroupWriter implements AutoCloseable {
  /** Enough to make the commit cheap for each draft, and few enough to keep it short. */
  private static final int MAX_GROUP = 256;

  private static final long IDLE_CHECK_MILLIS = 100;

  private final BlockingQueue<PendingAppend> queue;
  private final Consumer<List<PendingAppend>> store;
  private final Thread thread;
  private volatile boolean closed;

  GroupWriter(String name, int capacity, Consumer<List<PendingAppend>> store) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.store = store;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void offer(PendingAppend append) {
    if (closed || !queue.offer(append)) {
      append.fail(
          new StoreUnavailableException(
              closed ? "The message store is closing" : "Too many messages wait to be stored"));
    } else if (closed) {
      failWaiting(); // the thread may have looked for the last time before this draft came
    }
  }

  private void run() {
    var group = new ArrayList<PendingAppend>(MAX_GROUP);
    while (!closed || !queue.isEmpty()) {
      try {
        PendingAppend first = queue.poll(IDLE_CHECK_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        group.add(first);
        queue.drainTo(group, MAX_GROUP - 1);
        store.accept(List.copyOf(group));
        group.clear();
      } catch (InterruptedException stop) {
        closed = true;
      }
    }
    failWaiting();
  }

  private void failWaiting() {
    for (PendingAppend late = queue.poll(); late != null; late = queue.poll()) {
      late.fail(new StoreUnavailableException("The message store is closing"));
    }
  }

  /** Refuses new drafts, and waits until those that came before are stored. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
