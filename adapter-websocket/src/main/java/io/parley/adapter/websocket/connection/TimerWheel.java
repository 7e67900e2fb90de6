package io.parley.adapter.websocket.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One clock for every timeout of a server: a hashed wheel (Varghese and Lauck) whose entries are
 * the waiting objects themselves, so that a connection needs no timer object. Scheduling, moving
 * and cancelling take constant time. A timeout fires up to one tick late and never early.
 */
public final class TimerWheel {
  private static final Logger LOG = LoggerFactory.getLogger(TimerWheel.class);
  private static final int BUCKETS = 512; // a power of two

  private final long tickNanos;
  private final long startNanos = System.nanoTime();
  private final @Nullable Timeout[] buckets = new @Nullable Timeout[BUCKETS];
  private final Object lock = new Object();
  private long currentTick;
  private volatile boolean running;

  /** Something that waits. It is in the wheel at most once; scheduling it again moves it. */
  public abstract static class Timeout {
    private @Nullable Timeout previous;
    private @Nullable Timeout next;
    private boolean waiting;
    private long tick;

    /** The time has come. Runs on the wheel's only thread, so it must never block. */
    protected abstract void onTimeout();
  }

  TimerWheel(Duration tick) {
    this.tickNanos = tick.toNanos();
  }

  void start() {
    if (running) {
      return;
    }
    running = true;
    Thread thread = new Thread(this::run, "engine-timer");
    thread.setDaemon(true);
    thread.start();
  }

  void stop() {
    running = false;
  }

  /** Makes the timeout fire after that delay instead of whenever it was due before. */
  public void schedule(Timeout timeout, Duration delay) {
    scheduleAt(timeout, System.nanoTime() + delay.toNanos());
  }

  /**
   * Makes the timeout fire at that time.
   *
   * @param deadlineNanos a {@link System#nanoTime}
   */
  void scheduleAt(Timeout timeout, long deadlineNanos) {
    long dueTick = Math.floorDiv(deadlineNanos - startNanos + tickNanos - 1, tickNanos);
    synchronized (lock) {
      unlink(timeout);
      timeout.tick = Math.max(dueTick, currentTick + 1);
      link(timeout);
    }
  }

  /** Makes sure that the timeout does not fire, unless it is firing at this moment. */
  public void cancel(Timeout timeout) {
    synchronized (lock) {
      unlink(timeout);
    }
  }

  private void run() {
    while (running) {
      long nextTickNanos = startNanos + (currentTick + 1) * tickNanos;
      long waitNanos = nextTickNanos - System.nanoTime();
      if (waitNanos > 0) {
        LockSupport.parkNanos(waitNanos);
      } else {
        advance().forEach(TimerWheel::fire);
      }
    }
  }

  private List<Timeout> advance() {
    List<Timeout> due = new ArrayList<>();
    synchronized (lock) {
      currentTick++;
      Timeout timeout = buckets[bucketOf(currentTick)];
      while (timeout != null) {
        Timeout following = timeout.next;
        if (timeout.tick <= currentTick) {
          unlink(timeout);
          due.add(timeout);
        }
        timeout = following;
      }
    }
    return due;
  }

  private static void fire(Timeout timeout) {
    try {
      timeout.onTimeout();
    } catch (Throwable e) { // the others are still to come
      LOG.error("A timeout failed", e);
    }
  }

  private static int bucketOf(long tick) {
    return (int) (tick & (BUCKETS - 1));
  }

  private void link(Timeout timeout) {
    int bucket = bucketOf(timeout.tick);
    Timeout head = buckets[bucket];
    timeout.next = head;
    timeout.previous = null;
    if (head != null) {
      head.previous = timeout;
    }
    buckets[bucket] = timeout;
    timeout.waiting = true;
  }

  private void unlink(Timeout timeout) {
    if (!timeout.waiting) {
      return;
    }
    Timeout before = timeout.previous;
    Timeout after = timeout.next;
    if (before == null) {
      buckets[bucketOf(timeout.tick)] = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    timeout.previous = null;
    timeout.next = null;
    timeout.waiting = false;
  }
}
