package io.parley.application;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one chat: one that waits for times, and one, at times, that waits for a store. */
final class ChatThreads implements AutoCloseable {
  private static final int WAITING_TASKS = 1_000;
  private static final long IDLE_SECONDS = 30;

  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor worker;

  ChatThreads(ThreadFactory factory) {
    this.timer = new ScheduledThreadPoolExecutor(1, factory);
    timer.setRemoveOnCancelPolicy(true);
    this.worker =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_TASKS), factory);
    worker.allowCoreThreadTimeOut(true);
  }

  /** Daemons by the names of chat-1 and so on. */
  static ThreadFactory named() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "chat-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** Refuses what it cannot keep waiting. */
  Executor worker() {
    return worker;
  }

  /** What runs is interrupted; nothing else begins. */
  @Override
  public void close() {
    timer.shutdownNow();
    worker.shutdownNow();
  }
}
