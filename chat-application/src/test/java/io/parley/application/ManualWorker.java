package io.parley.application;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs its tasks when the test says so. */
public final class ManualWorker implements Executor {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean refusing;

  @Override
  public void execute(Runnable task) {
    if (refusing) {
      throw new RejectedExecutionException("planned");
    }
    tasks.add(task);
  }

  public void refuse(boolean refuse) {
    refusing = refuse;
  }

  public int waiting() {
    return tasks.size();
  }

  public void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
