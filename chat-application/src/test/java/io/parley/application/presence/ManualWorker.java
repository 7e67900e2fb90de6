package io.parley.application.presence;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs its tasks when the test says so. */
final class ManualWorker implements Executor {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean refusing;

  @Override
  public void execute(Runnable task) {
    if (refusing) {
      throw new RejectedExecutionException("planned");
    }
    tasks.add(task);
  }

  void refuse(boolean refuse) {
    refusing = refuse;
  }

  int waiting() {
    return tasks.size();
  }

  void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
