package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.protocol.EncodedPacket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A session's way from polling to WebSocket (Engine.IO protocol, "Upgrade"): the client probes the
 * new transport, its waiting poll is ended, it says that it has moved. Lives as long as that takes.
 * Every method is called with the session locked.
 */
final class Upgrade {
  /** How long a poll may stay when its client has begun to change transport. */
  private static final Duration POLL_WHILE_PROBED = Duration.ofMillis(50);

  private final EngineSession session;
  private final PollingTransport polling;
  private final WebSocketTransport webSocket;
  private boolean probed;

  Upgrade(EngineSession session, PollingTransport polling, WebSocketTransport webSocket) {
    this.session = session;
    this.polling = polling;
    this.webSocket = webSocket;
  }

  boolean isOf(WebSocketTransport candidate) {
    return webSocket == candidate;
  }

  /** The client has probed the new transport: it will move once no poll is waiting. */
  Runnable probe() {
    boolean unused = webSocket.offer(EncodedPacket.PROBE_PONG); // nothing else waits there
    probed = true;
    releasePollSoon();
    return webSocket.flush();
  }

  /** A poll has come and may be waiting. */
  void polled() {
    if (probed) {
      releasePollSoon();
    }
  }

  /** The POST that must be handled before the client can move; null if there is none. */
  @Nullable CompletableFuture<Void> post() {
    return polling.post();
  }

  /**
   * Takes back the poll that still waits: the client had none when it moved, so it is a stray.
   *
   * @return answers it
   */
  Runnable refuseStrayPoll() {
    PollResponse stray = polling.detach();
    return stray == null ? Transport.NOTHING : () -> stray.refuse(EngineError.BAD_REQUEST);
  }

  /**
   * Hands the packets that wait to the WebSocket, which is the session's transport from now on;
   * they are yet to be flushed.
   *
   * @return false if they were too many
   */
  boolean move() {
    List<EncodedPacket> waiting = polling.drain();
    webSocket.promoted();
    return waiting.stream().allMatch(webSocket::offer);
  }

  /** The session has ended meanwhile. */
  Runnable abandon(CloseReason reason) {
    return webSocket.end(reason);
  }

  /**
   * Sees to it that a poll which waits while the client changes transport is ended: the client
   * waits for that before it moves. Not at once, because the word that it has moved may be about to
   * arrive, and then the poll is a stray.
   */
  private void releasePollSoon() {
    PollResponse poll = polling.poll();
    if (poll != null) {
      session.timers().schedule(new PollRelease(session, poll), POLL_WHILE_PROBED);
    }
  }

  private static final class PollRelease extends TimerWheel.Timeout {
    private final EngineSession session;
    private final PollResponse poll;

    PollRelease(EngineSession session, PollResponse poll) {
      this.session = session;
      this.poll = poll;
    }

    @Override
    protected void onTimeout() {
      session.release(poll);
    }
  }
}
