package io.parley.adapter.postgres;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that stores what waits, group after group, until nothing more will come. */
final class GroupWriter {
  private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

  private final WaitingDrafts drafts;
  private final Consumer<List<PendingAppend>> store;
  private final Thread thread;

  /**
   * @param store keeps the promises made for a group; never throws
   */
  GroupWriter(String name, WaitingDrafts drafts, Consumer<List<PendingAppend>> store) {
    this.drafts = drafts;
    this.store = store;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    for (List<PendingAppend> group = drafts.take(); !group.isEmpty(); group = drafts.take()) {
      try {
        store.accept(group);
      } catch (RuntimeException | Error e) {
        logGivenUp(group, e); // the next one may be stored
      } finally {
        drafts.done(group);
      }
    }
  }

  private static void logGivenUp(List<PendingAppend> group, Throwable failure) {
    try {
      GroupFields.of(group, log.atError())
          .setCause(failure)
          .log("A group of messages was given up");
    } catch (RuntimeException | Error e) {
      // there may be no memory left to say so; the thread has to go on
    }
  }

  /**
   * Waits until the last draft is stored, even if this thread is interrupted, or until it is too
   * late.
   *
   * @param giveUpAt in {@link System#nanoTime}
   */
  void awaitEnd(long giveUpAt) {
    boolean interrupted = false;
    long left = giveUpAt - System.nanoTime();
    while (thread.isAlive() && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = giveUpAt - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
