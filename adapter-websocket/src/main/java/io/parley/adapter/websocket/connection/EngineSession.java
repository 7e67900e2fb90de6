package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.protocol.EnginePacket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One client of the Engine.IO server, whatever its transport at the moment. Thread-safe. Packets
 * that one thread sends keep their order, also while the transport changes from polling to
 * WebSocket (Engine.IO protocol, "Upgrade").
 *
 * <p>Its lock is held only for bookkeeping; whatever writes or may call back runs after it has been
 * released.
 */
public final class EngineSession extends TimerWheel.Timeout {
  /** How long a closed session waits for the poll that fetches its last packets. */
  private static final Duration LAST_POLL = Duration.ofSeconds(10);

  /** The same when the server is stopping; a client that is there polls again at once. */
  private static final Duration LAST_POLL_BEFORE_STOP = Duration.ofSeconds(1);

  /** How long a poll may come after its client has said goodbye. */
  private static final Duration STRAY_POLL = Duration.ofMillis(500);

  private enum State {
    OPEN,
    /** Closed for the application, but its last packets wait for a poll. */
    LINGERING,
    CLOSED
  }

  private final EngineServer server;
  private final String id;
  private final HandshakeRequest handshake;
  private volatile State state = State.OPEN;

  /** Set once, when the session opens. */
  private volatile @Nullable SessionListener listener;

  private final Heartbeat heartbeat;

  // Everything below is guarded by this object's monitor; watchers look at the transport without.
  private volatile Transport transport;
  private @Nullable Upgrade upgrade;
  private boolean writeScheduled;
  private @Nullable CloseReason closeReason;

  EngineSession(EngineServer server, String id, HandshakeRequest handshake, Transport transport) {
    this.server = server;
    this.id = id;
    this.handshake = handshake;
    this.transport = transport;
    EngineConfig config = server.config();
    this.heartbeat = new Heartbeat(config.pingInterval(), config.pingTimeout(), System.nanoTime());
  }

  /** Known to this client only: who has it can read and write in the client's name. */
  public String id() {
    return id;
  }

  public HandshakeRequest handshake() {
    return handshake;
  }

  /** The present one, for whoever only looks. */
  Transport transport() {
    return transport;
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }

  /** The wheel that times this server's connections, for timeouts of the layers above. */
  public TimerWheel timers() {
    return server.timers();
  }

  /** Runs a task on a thread of the server, soon. For what must not run on the wheel's thread. */
  public void execute(Runnable task) {
    server.execute(task);
  }

  /**
   * Sends a packet, or queues it until the client can take it. Never blocks. If more waits than the
   * configuration allows, the session is closed with {@link CloseReason#SLOW_CONSUMER}.
   *
   * @return false if the session is closed, before or by this
   */
  public boolean send(EncodedPacket packet) {
    boolean queued = queue(packet);
    if (queued) {
      write();
    }
    return queued;
  }

  /**
   * The first half of {@link #send}: what the caller must do under a lock of its own, to keep an
   * order. The packet is not on its way until {@link #write} or {@link #writeSoon} is called,
   * without that lock.
   *
   * @return false if the session is closed, before or by this
   */
  public boolean queue(EncodedPacket packet) {
    Runnable closing;
    synchronized (this) {
      if (state != State.OPEN) {
        return false;
      }
      if (transport.offer(packet)) {
        return true;
      }
      closing = end(CloseReason.SLOW_CONSUMER);
    }
    execute(closing); // it writes and may call back, and the caller has a lock
    return false;
  }

  /** Writes what is queued. Never blocks: what the client cannot take yet stays queued. */
  public void write() {
    if (!SendGroup.holds(this)) {
      flush();
    }
  }

  /**
   * Lets another thread write what is queued, together with what follows before its turn comes. For
   * packets that go to many sessions at once.
   */
  public void writeSoon() {
    Runnable after;
    synchronized (this) {
      if (state == State.OPEN && transport.isWriteDue()) {
        after = transport.flush(); // the sender outruns the workers, and now does their work
      } else if (state != State.OPEN || writeScheduled) {
        return;
      } else {
        writeScheduled = true;
        after = () -> server.writes().add(this);
      }
    }
    after.run();
  }

  /** Writes what is queued, now. */
  void flush() {
    Runnable after;
    synchronized (this) {
      writeScheduled = false;
      after = state == State.OPEN ? transport.flush() : Transport.NOTHING;
    }
    after.run();
  }

  /** Closes the session once all that was sent before is with the client. Closing twice is fine. */
  public void close(CloseReason reason) {
    Runnable after;
    synchronized (this) {
      if (state != State.OPEN) {
        return;
      }
      after =
          transport instanceof PollingTransport polling
              ? closePolling(polling, reason)
              : end(reason);
    }
    after.run();
  }

  private Runnable closePolling(PollingTransport polling, CloseReason reason) {
    polling.append(EncodedPacket.CLOSE);
    if (polling.poll() != null && !polling.isAnswering()) {
      Runnable answer = polling.flush();
      return both(answer, finish(reason, State.CLOSED));
    }
    return linger(
        reason, reason == CloseReason.SERVER_SHUTDOWN ? LAST_POLL_BEFORE_STOP : LAST_POLL);
  }

  private Runnable linger(CloseReason reason, Duration patience) {
    Runnable finish = finish(reason, State.LINGERING);
    server.timers().schedule(this, patience);
    return finish;
  }

  /** Ends the session at once, without waiting for what is queued. */
  void abort(CloseReason reason) {
    Runnable after;
    synchronized (this) {
      after = state == State.OPEN ? end(reason) : Transport.NOTHING;
    }
    after.run();
  }

  private Runnable end(CloseReason reason) {
    Runnable ending = transport.end(reason);
    return both(ending, finish(reason, State.CLOSED));
  }

  private Runnable finish(CloseReason reason, State finalState) {
    state = finalState;
    closeReason = reason;
    server.timers().cancel(this);
    server.countClose(reason);
    if (finalState == State.CLOSED) {
      server.forget(this);
    }
    // While it lingers, a client that is changing transport may still fetch its packets there.
    Runnable abandon = finalState == State.CLOSED ? abandonUpgrade() : Transport.NOTHING;
    SessionListener told = listener;
    Runnable tell =
        told == null ? Transport.NOTHING : () -> server.execute(() -> told.onClose(reason));
    return both(abandon, tell);
  }

  private CloseReason endReason() {
    return closeReason == null ? CloseReason.FORCED_CLOSE : closeReason;
  }

  private Runnable abandonUpgrade() {
    Upgrade abandoned = upgrade;
    upgrade = null;
    return abandoned == null ? Transport.NOTHING : abandoned.abandon(endReason());
  }

  // --- opening -------------------------------------------------------------------------------

  /** Makes the session known and sends the handshake. */
  void open(EncodedPacket handshakePacket) {
    server.remember(this);
    synchronized (this) {
      boolean unused = transport.offer(handshakePacket); // an empty queue takes any packet
    }
    SessionListener opened = server.listener().onOpen(this);
    CloseReason closedAlready;
    Runnable after;
    synchronized (this) {
      listener = opened;
      closedAlready = closeReason;
      if (state == State.OPEN) {
        server.timers().scheduleAt(this, heartbeat.dueNanos());
      }
      after = transport.flush();
    }
    after.run();
    if (closedAlready != null) {
      opened.onClose(closedAlready);
    }
  }

  // --- receiving -----------------------------------------------------------------------------

  /**
   * Handles a packet. Called by one transport at a time, and only when the stage of the packet
   * before is complete.
   *
   * @return null if it has been handled
   */
  @Nullable CompletionStage<?> receive(EnginePacket packet) {
    SessionListener receiver = listener;
    if (state != State.OPEN || receiver == null) {
      return null;
    }
    heartbeat.onPacket(System.nanoTime());
    if (packet instanceof EnginePacket.Binary binary) {
      return watch(receiver.onBinary(binary.data()));
    }
    EnginePacket.Text text = (EnginePacket.Text) packet;
    switch (text.type()) {
      case MESSAGE -> {
        return watch(receiver.onText(text.data()));
      }
      case PONG -> onPong();
      case CLOSE -> onPeerClose();
      // In revision 4 it is the server that pings ("Heartbeat").
      case PING -> abort(CloseReason.TRANSPORT_ERROR);
      case OPEN, UPGRADE, NOOP -> {
        // Without meaning here, and harmless.
      }
    }
    return null;
  }

  /** Bytes, the largest message or body that is taken from the client now. */
  int maxMessageBytes() {
    SessionListener receiver = listener;
    int configured = server.config().maxPayload();
    return receiver == null ? configured : receiver.maxMessageBytes(configured);
  }

  private @Nullable CompletionStage<?> watch(@Nullable CompletionStage<?> stage) {
    if (stage == null || stage.toCompletableFuture().isDone()) {
      return null;
    }
    heartbeat.onHandling();
    return stage.handle(
        (result, failure) -> {
          heartbeat.onHandled(System.nanoTime());
          return null;
        });
  }

  /**
   * The client says goodbye. Its poll may be on its way still, and is ended in good order rather
   * than refused.
   */
  private void onPeerClose() {
    Runnable after;
    synchronized (this) {
      if (state != State.OPEN) {
        return;
      }
      if (transport instanceof PollingTransport polling && polling.poll() == null) {
        polling.drain();
        polling.append(EncodedPacket.NOOP);
        after = linger(CloseReason.TRANSPORT_CLOSE, STRAY_POLL);
      } else {
        after = end(CloseReason.TRANSPORT_CLOSE);
      }
    }
    after.run();
  }

  // --- heartbeat -----------------------------------------------------------------------------

  private synchronized void onPong() {
    if (state == State.OPEN && heartbeat.onPong(System.nanoTime())) {
      server.timers().scheduleAt(this, heartbeat.dueNanos());
    }
  }

  @Override
  protected void onTimeout() {
    Runnable after;
    synchronized (this) {
      after =
          switch (state) {
            case OPEN -> beat(System.nanoTime());
            case LINGERING -> both(transport.end(endReason()), forget());
            case CLOSED -> Transport.NOTHING;
          };
    }
    after.run();
  }

  private Runnable beat(long nowNanos) {
    if (heartbeat.isOverdue(nowNanos)) {
      return end(CloseReason.PING_TIMEOUT);
    }
    boolean ping = heartbeat.beat(nowNanos);
    server.timers().scheduleAt(this, heartbeat.dueNanos());
    if (ping && !transport.offer(EncodedPacket.PING)) {
      return end(CloseReason.SLOW_CONSUMER);
    }
    return transport.flush();
  }

  /** The wheel may be a tick late; a request must not find a session that is over. */
  void expireIfOverdue() {
    Runnable after;
    synchronized (this) {
      after =
          state == State.OPEN && heartbeat.isOverdue(System.nanoTime())
              ? end(CloseReason.PING_TIMEOUT)
              : Transport.NOTHING;
    }
    after.run();
  }

  private Runnable forget() {
    state = State.CLOSED;
    server.timers().cancel(this);
    server.forget(this);
    return abandonUpgrade();
  }

  // --- polling -------------------------------------------------------------------------------

  /**
   * A GET has come.
   *
   * @return null if the response is taken, else the error to answer with
   */
  @Nullable EngineError poll(PollResponse response) {
    EngineError error = null;
    Runnable after;
    synchronized (this) {
      if (state == State.CLOSED || !(transport instanceof PollingTransport polling)) {
        return state == State.CLOSED ? EngineError.SESSION_UNKNOWN : EngineError.BAD_REQUEST;
      }
      if (polling.poll() != null) {
        error = EngineError.BAD_REQUEST;
        after = end(CloseReason.TRANSPORT_ERROR);
      } else {
        attach(polling, response);
        after = answerPoll(polling);
        if (upgrade != null) {
          upgrade.polled();
        }
      }
    }
    after.run();
    return error;
  }

  /** Has a GET wait; there must be no other. */
  synchronized void attach(PollingTransport polling, PollResponse response) {
    response.onEnd(() -> taken(polling, response), cause -> abort(CloseReason.TRANSPORT_CLOSE));
    polling.attach(response);
  }

  /** The client has taken an answer, and may have the next one. */
  private void taken(PollingTransport polling, PollResponse answer) {
    Runnable after;
    synchronized (this) {
      polling.taken(answer);
      after = transport == polling ? answerPoll(polling) : Transport.NOTHING;
    }
    after.run();
  }

  /** Answers the poll that waits, if it can be; the last one of a session that is over ends it. */
  private Runnable answerPoll(PollingTransport polling) {
    boolean waits = polling.poll() != null;
    Runnable answer = polling.flush();
    boolean isLast = state == State.LINGERING && waits && polling.poll() == null;
    return isLast ? both(answer, forget()) : answer;
  }

  /**
   * A POST has come; it is over when the future is complete.
   *
   * @return null if its packets may be handled, else the error to answer with
   */
  @Nullable EngineError beginPost(CompletableFuture<Void> done) {
    Runnable after;
    synchronized (this) {
      if (state != State.OPEN || !(transport instanceof PollingTransport polling)) {
        return state == State.OPEN ? EngineError.BAD_REQUEST : EngineError.SESSION_UNKNOWN;
      }
      if (polling.post() == null) {
        polling.beginPost(done);
        return null;
      }
      after = end(CloseReason.TRANSPORT_ERROR);
    }
    after.run();
    return EngineError.BAD_REQUEST;
  }

  void endPost(CompletableFuture<Void> done) {
    synchronized (this) {
      if (transport instanceof PollingTransport polling) {
        polling.endPost();
      }
    }
    done.complete(null);
  }

  /** The word that this poll should have been answered by now. */
  void release(PollResponse poll) {
    Runnable after = Transport.NOTHING;
    synchronized (this) {
      if (transport instanceof PollingTransport polling && polling.poll() == poll) {
        after = polling.release();
      }
    }
    after.run();
  }

  // --- WebSocket -----------------------------------------------------------------------------

  /** Whether a WebSocket may try to take over; only one at a time may. */
  synchronized boolean offerCandidate(WebSocketTransport webSocket) {
    if (state != State.OPEN
        || upgrade != null
        || !(transport instanceof PollingTransport polling)) {
      return false;
    }
    upgrade = new Upgrade(this, polling, webSocket);
    return true;
  }

  private @Nullable Upgrade upgradeTo(WebSocketTransport webSocket) {
    Upgrade present = upgrade;
    return present != null && present.isOf(webSocket) ? present : null;
  }

  /** The client has probed the new transport. */
  void onProbe(WebSocketTransport webSocket) {
    Runnable after;
    synchronized (this) {
      Upgrade probed = upgradeTo(webSocket);
      after = probed == null ? Transport.NOTHING : probed.probe();
    }
    after.run();
  }

  /**
   * The client has moved. Waits for a POST that is still being handled, so that its packets come
   * before those of the WebSocket.
   *
   * @return null if the move is done
   */
  @Nullable CompletionStage<?> onUpgrade(WebSocketTransport webSocket) {
    CompletableFuture<Void> post;
    synchronized (this) {
      Upgrade begun = upgradeTo(webSocket);
      post = begun == null ? null : begun.post();
    }
    if (post != null) {
      return post.thenRun(() -> move(webSocket));
    }
    move(webSocket);
    return null;
  }

  private void move(WebSocketTransport webSocket) {
    Runnable after;
    synchronized (this) {
      Upgrade complete = upgradeTo(webSocket);
      if (complete == null) {
        return;
      }
      Runnable refusal = complete.refuseStrayPoll();
      upgrade = null;
      transport = webSocket;
      boolean taken = complete.move();
      after = both(refusal, webSocket.flush());
      if (state == State.LINGERING) {
        after = both(after, both(webSocket.end(endReason()), forget()));
      } else if (!taken) {
        after = both(after, end(CloseReason.SLOW_CONSUMER));
      }
    }
    after.run();
  }

  /** A WebSocket is gone: the session with it, unless it was only probing. */
  void transportGone(WebSocketTransport webSocket, CloseReason reason) {
    Runnable after = Transport.NOTHING;
    synchronized (this) {
      if (upgradeTo(webSocket) != null) {
        upgrade = null;
      } else if (transport == webSocket && state == State.OPEN) {
        after = end(reason);
      }
    }
    after.run();
  }

  private static Runnable both(Runnable first, Runnable second) {
    return () -> {
      first.run();
      second.run();
    };
  }

  @Override
  public String toString() {
    return "EngineSession[" + state + "]"; // never the id: it is a secret
  }
}
