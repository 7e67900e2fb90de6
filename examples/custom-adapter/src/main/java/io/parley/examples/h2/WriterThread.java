package io.parley.examples.h2;

import io.parley.domain.error.StoreUnavailableException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that does what it is given, one after the other; so many may wait, and no more. */
final class WriterThread implements AutoCloseable {
  private static final int WAITING = 4_096;
  private static final long CLOSE_SECONDS = 10;

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), WriterThread::named);

  private static Thread named(Runnable task) {
    Thread thread = new Thread(task, "chat-h2-writer");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Does something later.
   *
   * @param abandoned runs in its place if this is closed before
   * @throws StoreUnavailableException if too much waits, or if it was closed
   */
  void execute(Runnable task, Runnable abandoned) {
    try {
      executor.execute(new Waiting(task, abandoned));
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailableException("Too many messages wait for the store");
    }
  }

  private record Waiting(Runnable task, Runnable abandoned) implements Runnable {
    @Override
    public void run() {
      task.run();
    }
  }

  /** Takes nothing new, and waits for a while until what was taken is done. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      boolean unused = executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow().forEach(left -> ((Waiting) left).abandoned().run());
  }
}
