package io.parley.adapter.websocket.socketio;

import java.time.Duration;

/**
 * Connection state recovery: how long and how much is kept for sockets whose connection was lost.
 *
 * @param window how long a client may stay away and still find its place
 * @param maxEvents the latest events that are remembered for one socket; a client that has missed
 *     more does not recover
 * @param maxBytes of the events that are kept, over all sockets of a namespace; an event counts
 *     once, however many sockets it was for
 * @param maxSockets lost sockets that are remembered in a namespace, the latest ones
 * @see <a href="https://socket.io/docs/v4/connection-state-recovery">Connection state recovery</a>
 */
public record RecoveryConfig(Duration window, int maxEvents, long maxBytes, int maxSockets) {

  public RecoveryConfig {
    if (window.toMillis() < 1 || maxEvents < 1 || maxBytes < 1 || maxSockets < 1) {
      throw new IllegalArgumentException("bounds must be at least 1");
    }
  }

  /** Two minutes, as the Node.js server; 500 events a socket, 32 MiB, 10,000 lost sockets. */
  public static RecoveryConfig defaults() {
    return new RecoveryConfig(Duration.ofMinutes(2), 500, 32 << 20, 10_000);
  }

  public RecoveryConfig withWindow(Duration newWindow) {
    return new RecoveryConfig(newWindow, maxEvents, maxBytes, maxSockets);
  }

  public RecoveryConfig withMaxEvents(int newMaximum) {
    return new RecoveryConfig(window, newMaximum, maxBytes, maxSockets);
  }

  public RecoveryConfig withMaxBytes(long newMaximum) {
    return new RecoveryConfig(window, maxEvents, newMaximum, maxSockets);
  }

  public RecoveryConfig withMaxSockets(int newMaximum) {
    return new RecoveryConfig(window, maxEvents, maxBytes, newMaximum);
  }
}
