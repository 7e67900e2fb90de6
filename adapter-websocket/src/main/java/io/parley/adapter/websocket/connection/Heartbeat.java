package io.parley.adapter.websocket.connection;

import java.time.Duration;

/**
 * When to ping one client and when to give it up (Engine.IO protocol, "Heartbeat"). Keeps times
 * only; the session asks. Thread-safe under the session's lock, except for what is noted.
 *
 * <p>A client is given up when it has neither answered the ping nor sent anything else for the ping
 * timeout. As long as one of its messages is being handled nothing is read from it, so that time
 * does not count.
 */
final class Heartbeat {
  private final long intervalNanos;
  private final long timeoutNanos;
  private volatile long lastPacketNanos;
  private volatile boolean handling;
  private boolean awaitingPong;
  private long dueNanos;

  Heartbeat(Duration interval, Duration timeout, long nowNanos) {
    this.intervalNanos = interval.toNanos();
    this.timeoutNanos = timeout.toNanos();
    this.lastPacketNanos = nowNanos;
    this.dueNanos = nowNanos + intervalNanos;
  }

  /** When there will be something to do. */
  long dueNanos() {
    return dueNanos;
  }

  /** A packet of any kind has come. Needs no lock. */
  void onPacket(long nowNanos) {
    lastPacketNanos = nowNanos;
  }

  /** A message is being handled and its sender is not read. Needs no lock. */
  void onHandling() {
    handling = true;
  }

  /** The message has been handled. Needs no lock. */
  void onHandled(long nowNanos) {
    lastPacketNanos = nowNanos;
    handling = false;
  }

  /**
   * The client has answered.
   *
   * @return whether {@link #dueNanos} has changed
   */
  boolean onPong(long nowNanos) {
    if (!awaitingPong) {
      return false;
    }
    awaitingPong = false;
    dueNanos = nowNanos + intervalNanos;
    return true;
  }

  /**
   * The time has come: says whether to ping, and in any case {@link #dueNanos} is new. To be called
   * for a client that is not {@link #isOverdue overdue}.
   */
  boolean beat(long nowNanos) {
    boolean ping = !awaitingPong;
    awaitingPong = true;
    // From the time when it was due, so that lateness does not add up.
    long since = ping ? dueNanos : handling ? nowNanos : lastPacketNanos;
    dueNanos = since + timeoutNanos;
    return ping;
  }

  /** Whether to give the client up. */
  boolean isOverdue(long nowNanos) {
    return awaitingPong
        && !handling
        && nowNanos - dueNanos >= 0
        && nowNanos - lastPacketNanos >= timeoutNanos;
  }
}
