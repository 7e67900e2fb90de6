package io.parley.adapter.websocket.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The closing of a server: its sessions one after the other, evenly over a while. */
final class Shutdown extends TimerWheel.Timeout {
  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final EngineServer server;
  private final List<EngineSession> sessions;
  private final long spreadNanos;
  private final long startNanos = System.nanoTime();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private int closed;

  Shutdown(EngineServer server, List<EngineSession> sessions, Duration spread) {
    this.server = server;
    this.sessions = sessions;
    this.spreadNanos = spread.toNanos();
  }

  CompletableFuture<Void> done() {
    return done;
  }

  void begin() {
    onTimeout();
  }

  @Override
  protected void onTimeout() {
    long elapsed = System.nanoTime() - startNanos;
    int due =
        elapsed >= spreadNanos
            ? sessions.size()
            : (int) (sessions.size() * ((double) elapsed / spreadNanos));
    while (closed < due) {
      sessions.get(closed++).close(CloseReason.SERVER_SHUTDOWN);
    }
    if ((closed == sessions.size() && server.isIdle())
        || elapsed > spreadNanos + PATIENCE.toNanos()) {
      done.complete(null);
    } else {
      server.timers().schedule(this, STEP);
    }
  }
}
