package io.parley.server;

import io.parley.domain.error.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a chat beside those of the HTTP server and the stores: daemons. */
public final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  /** As many as there are database connections beside those of the writers. */
  private static final int BLOCKING_THREADS = 8;

  /** About a second's work; what comes beyond that is refused, not kept waiting. */
  public static final int WAITING_TASKS = 2_000;

  private static final long DRAIN_SECONDS = 2;

  private final ThreadPoolExecutor blocking =
      new ThreadPoolExecutor(
          BLOCKING_THREADS,
          BLOCKING_THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_TASKS),
          named("chat-blocking"));

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, named("chat-timer"));

  public Workers() {
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs what waits for the database; refuses tasks when too many wait. */
  public Executor blocking() {
    return blocking;
  }

  /** How many tasks wait for a thread. */
  public int waiting() {
    return blocking.getQueue().size();
  }

  /** How many threads are at work, about. */
  public int busy() {
    return blocking.getActiveCount();
  }

  /** Waits for times; its tasks do not block. */
  public ScheduledExecutorService timer() {
    return timer;
  }

  /**
   * Runs a task that blocks again and again, beginning after one interval; it goes on after a
   * failure.
   *
   * @param what in a few words, for the log
   * @param interval from the end of one run to the next
   */
  public void repeat(String what, Duration interval, Runnable task) {
    repeat(new Repeated(what, interval, task));
  }

  private void repeat(Repeated repeated) {
    try {
      var unused =
          timer.schedule(
              () -> repeatNow(repeated), repeated.interval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      // it was the last time
    }
  }

  private void repeatNow(Repeated repeated) {
    try {
      blocking.execute(
          () -> {
            try {
              repeated.run();
            } finally {
              repeat(repeated);
            }
          });
    } catch (RejectedExecutionException overloaded) {
      repeat(repeated);
    }
  }

  /**
   * A task that is run again and again, one run after the other. What it cannot reach is missed by
   * others as well, who say so; it warns of what lasts, once.
   */
  private static final class Repeated {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String what;
    private final Duration interval;
    private final Runnable task;
    private int failures;

    Repeated(String what, Duration interval, Runnable task) {
      this.what = what;
      this.interval = interval;
      this.task = task;
    }

    void run() {
      try {
        task.run();
        failures = 0;
      } catch (StoreUnavailableException notNow) {
        failures++;
        if (failures == PATIENCE.dividedBy(interval)) {
          LOG.warn("{} has failed for minutes", what, notNow);
        }
      } catch (RuntimeException bug) {
        LOG.error("{} failed", what, bug);
      }
    }
  }

  /** Takes nothing new and gives what runs two seconds. */
  @Override
  public void close() {
    timer.shutdownNow();
    blocking.shutdown();
    try {
      if (!blocking.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        blocking.shutdownNow();
      }
    } catch (InterruptedException e) {
      blocking.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
