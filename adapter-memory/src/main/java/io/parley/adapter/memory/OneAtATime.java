package io.parley.adapter.memory;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks one after the other, in the order in which they were added, in whichever thread comes
 * to run them. So they can be added under a lock, which fixes their order, and run outside of it.
 */
final class OneAtATime {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();

  void add(Runnable task) {
    tasks.add(task);
  }

  /** Runs what was added, unless another thread is at it: that one takes the rest as well. */
  void run() {
    // the queue is looked at again after each turn: a task may come while the last one ends
    while (!tasks.isEmpty() && running.compareAndSet(false, true)) {
      try {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      } finally {
        running.set(false);
      }
    }
  }
}
