package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.adapter.websocket.connection.EngineSession;
import io.parley.adapter.websocket.connection.SessionIds;
import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.protocol.SocketPacketEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One client in one namespace. Thread-safe; nothing here blocks. What one thread sends to it
 * arrives in that order.
 */
public final class SocketIoSocket {
  private enum State {
    CONNECTING,
    CONNECTED,
    /** Its connection is gone, its place is kept. */
    LOST,
    DISCONNECTED
  }

  /** Packets that may be held back while the connection handlers run. */
  private static final int MAX_EARLY = 1_000;

  private final String id = SessionIds.next();
  private final Namespace namespace;

  /** Null if it cannot be recovered. */
  private final @Nullable String privateId;

  private volatile SocketIoConnection connection;
  private volatile Handshake handshake;
  private final @Nullable RecoveryClaim claim;
  private volatile boolean recovered;
  private volatile State state = State.CONNECTING;
  private volatile @Nullable Object attachment;

  /** What is sent before the client is told that it is connected; null from then on. */
  private volatile @Nullable List<EncodedPacket> early = new ArrayList<>(2);

  // Guarded by this object's monitor, and made when first needed.

  /** Immutable as long as it has one element, which is the usual case and smallest so. */
  private Set<String> rooms = Set.of();

  private @Nullable PendingAcks acks;
  private @Nullable SentEvents sent;
  private int maxEarly = MAX_EARLY;

  SocketIoSocket(Namespace namespace, SocketIoConnection connection, Handshake handshake) {
    this.namespace = namespace;
    this.connection = connection;
    this.handshake = handshake;
    boolean recoverable = namespace.recovery() != null && !Recovery.isDeclined(handshake.auth());
    this.privateId = recoverable ? Recovery.newPrivateId(id) : null;
    this.claim = recoverable ? RecoveryClaim.of(handshake.auth()) : null;
  }

  /** Public, unlike the id of the connection; other clients may know it. */
  public String id() {
    return id;
  }

  public Namespace namespace() {
    return namespace;
  }

  /** How it came to be; after a recovery, how its client has come back. */
  public Handshake handshake() {
    return handshake;
  }

  /**
   * Lets go of the payload of the CONNECT packet, which takes memory and may hold a secret. For
   * whoever has found out from it what there was to know.
   */
  public void forgetAuth() {
    handshake = handshake.withoutAuth();
  }

  /**
   * Whether its client was away for a moment and has found its place again: same id, same rooms,
   * and every event that it has missed.
   */
  public boolean recovered() {
    return recovered;
  }

  SocketIoConnection connection() {
    return connection;
  }

  /** Whether its client may come back for it. */
  boolean isRecoverable() {
    return privateId != null;
  }

  @Nullable String privateId() {
    return privateId;
  }

  /** How its client says that it has been here before; null if it does not. */
  @Nullable RecoveryClaim claim() {
    return claim;
  }

  /** Whether it is in its namespace: false in a middleware, and once it has left. */
  public boolean connected() {
    return state == State.CONNECTED;
  }

  // --- the host's data -----------------------------------------------------------------------

  /** Keeps an object of the host with the socket, instead of the one before. */
  public void attach(@Nullable Object newAttachment) {
    attachment = newAttachment;
  }

  /**
   * The object of the host.
   *
   * @throws IllegalStateException if there is none
   * @throws ClassCastException if it is of another type
   */
  public <T> T attachment(Class<T> type) {
    Object present = attachment;
    if (present == null) {
      throw new IllegalStateException("nothing is attached");
    }
    return type.cast(present);
  }

  // --- sending -------------------------------------------------------------------------------

  /**
   * Sends an event.
   *
   * @param payload anything that Jackson can write; a {@code byte[]} at any depth is sent as binary
   * @return false if the socket is not connected, or is closed by this because it is too slow. If
   *     its connection was lost it may get the event nevertheless, when it recovers.
   */
  public boolean emit(String name, @Nullable Object... payload) {
    return emit(namespace.encode(name, payload));
  }

  /**
   * Sends an event that is for now or never: it has no offset, and is not kept for a socket that
   * loses its connection. All sockets share what can be kept, so what one client can have sent to
   * itself as often as it likes goes this way.
   *
   * @param payload as of {@link #emit(String, Object...)}
   * @return false if the socket is not connected, or is closed by this because it is too slow
   */
  public boolean emitVolatile(String name, @Nullable Object... payload) {
    boolean queued = state == State.CONNECTED && queue(namespace.encode(name, payload).bare());
    if (queued) {
      connection.session().write();
    }
    return queued;
  }

  /** Sends an event that is encoded already, for this socket's namespace. */
  public boolean emit(EncodedEvent event) {
    namespace.requireOwn(event);
    return send(event, isRecoverable() ? namespace.keep(event) : null, false);
  }

  /**
   * Sends an event, and remembers it if it is kept and the socket can be recovered.
   *
   * @param toMany whether it goes to so many sockets that others should do the writing
   * @return as {@link #emit}
   */
  boolean send(EncodedEvent event, @Nullable KeptEvent kept, boolean toMany) {
    boolean queued;
    if (kept == null || !isRecoverable()) {
      queued = state == State.CONNECTED && queue(isRecoverable() ? event.packet() : event.bare());
    } else {
      synchronized (this) { // what is remembered has the order in which it was sent
        if (state != State.CONNECTED && state != State.LOST) {
          return false;
        }
        remember(kept);
        queued = state == State.CONNECTED && queue(event.packet());
      }
    }
    if (queued && toMany) {
      connection.session().writeSoon();
    } else if (queued) {
      connection.session().write();
    }
    return queued;
  }

  private void remember(KeptEvent kept) {
    Recovery recovery = namespace.recovery();
    if (sent == null && recovery != null) {
      sent = recovery.newSentEvents(this);
    }
    if (sent != null) {
      sent.add(kept);
    }
  }

  /**
   * Sends an event and waits for the client's answer.
   *
   * @return what the client's callback was called with. Fails with {@link
   *     java.util.concurrent.TimeoutException} if no answer has come in time, and with {@link
   *     SocketDisconnectedException} if the socket is gone first.
   */
  public CompletionStage<List<JsonNode>> emitWithAck(
      Duration timeout, String name, @Nullable Object... payload) {
    List<@Nullable Object> arguments = EncodedEvent.arguments(name, payload);
    PendingAcks.Pending expected;
    synchronized (this) {
      if (state != State.CONNECTED) {
        return CompletableFuture.failedFuture(new SocketDisconnectedException());
      }
      if (acks == null) {
        acks = new PendingAcks(connection.session());
      }
      expected = acks.expect(timeout);
    }
    send(SocketPacketEncoder.event(namespace.name(), expected.id(), arguments));
    return expected.answer().minimalCompletionStage();
  }

  boolean send(EncodedPacket packet) {
    boolean queued = queue(packet);
    if (queued) {
      connection.session().write();
    }
    return queued;
  }

  private boolean queue(EncodedPacket packet) {
    if (state == State.LOST || state == State.DISCONNECTED) {
      return false;
    }
    return early == null ? connection.session().queue(packet) : hold(packet);
  }

  private synchronized boolean hold(EncodedPacket packet) {
    List<EncodedPacket> held = early;
    if (held == null) {
      return connection.session().queue(packet);
    }
    if (held.size() >= maxEarly) {
      connection.session().close(CloseReason.SLOW_CONSUMER);
      return false;
    }
    return held.add(packet);
  }

  /** Sends CONNECT, which must be the first that the client sees, then what was held back. */
  void welcome() {
    EngineSession session = connection.session();
    synchronized (this) {
      List<EncodedPacket> held = early;
      if (held == null) {
        return;
      }
      ObjectNode answer = JsonNodeFactory.instance.objectNode().put("sid", id);
      if (privateId != null) {
        answer.put("pid", privateId);
      }
      if (session.queue(SocketPacketEncoder.connect(namespace.name(), answer))) {
        held.forEach(session::queue);
      }
      early = null;
    }
    session.write();
  }

  // --- rooms ---------------------------------------------------------------------------------

  /**
   * Enters a room of the namespace; entering twice is fine.
   *
   * @return false if the socket has left the namespace; then it is in no room
   * @throws IllegalStateException if it is not connected yet
   */
  public synchronized boolean join(String room) {
    if (state == State.CONNECTING) {
      throw new IllegalStateException("a socket joins rooms once it is connected");
    }
    if (state == State.DISCONNECTED) {
      return false; // a lost one is still in its rooms
    }
    if (!rooms.contains(room)) {
      switch (rooms.size()) {
        case 0 -> rooms = Set.of(room);
        case 1 -> rooms = new HashSet<>(Arrays.asList(rooms.iterator().next(), room));
        default -> rooms.add(room);
      }
      namespace.rooms().add(room, this);
    }
    return true;
  }

  /** Leaves a room; leaving one that it is not in is fine. */
  public synchronized void leave(String room) {
    if (rooms.contains(room)) {
      switch (rooms.size()) {
        case 1 -> rooms = Set.of();
        case 2 -> {
          rooms.remove(room);
          rooms = Set.copyOf(rooms);
        }
        default -> rooms.remove(room);
      }
      namespace.rooms().remove(room, this);
    }
  }

  /** The rooms that it has joined, at this moment. */
  public synchronized Set<String> rooms() {
    return Set.copyOf(rooms);
  }

  /** How many rooms it has joined. */
  public synchronized int roomCount() {
    return rooms.size();
  }

  public synchronized boolean isIn(String room) {
    return rooms.contains(room);
  }

  /** Addresses the others in these rooms: never this socket itself. */
  public BroadcastOperator to(String... targetRooms) {
    return namespace.to(targetRooms).except(this);
  }

  // --- leaving -------------------------------------------------------------------------------

  /**
   * Puts the socket out of its namespace; its client is told and does not come back by itself.
   *
   * @param closeConnection also close the connection, with its sockets in other namespaces
   */
  public void disconnect(boolean closeConnection) {
    SocketIoConnection present;
    do {
      present = connection;
      present.disconnect(this);
    } while (present != connection); // its client came back over another one meanwhile
    if (closeConnection) {
      present.disconnectAll();
    }
  }

  /** Closes the connection without a word to the client, which comes again after a while. */
  public void closeConnection() {
    connection.session().close(CloseReason.FORCED_CLOSE);
  }

  /**
   * Whether it is about to take up the place of a socket that is still there, connected or lost;
   * for middlewares, once the host's data is attached.
   */
  public boolean isReturning() {
    return namespace.recoverable(this) != null;
  }

  /** Marks it connected, unless it has been disconnected meanwhile. */
  synchronized boolean markConnected() {
    if (state != State.CONNECTING) {
      return false;
    }
    state = State.CONNECTED;
    return true;
  }

  /**
   * Its connection is gone, and its place is kept if somebody may come back for it.
   *
   * @param from which connection; nothing happens if somebody has come back over another one
   * @return whether it was connected
   */
  boolean markLost(SocketIoConnection from) {
    PendingAcks lost;
    synchronized (this) {
      if (connection != from) {
        return false;
      }
      Recovery recovery = namespace.recovery();
      if (state != State.CONNECTED || recovery == null || !isRecoverable()) {
        return state != State.LOST && markDisconnected(from);
      }
      state = State.LOST;
      early = null;
      recovered = false;
      lost = acks;
      acks = null;
      recovery.await(this);
    }
    if (lost != null) {
      lost.failAll();
    }
    return true;
  }

  /**
   * Lets a client take up the place of this lost socket. What it has missed goes out with the
   * {@link #welcome}.
   *
   * @param arriving the client's new socket, which is given up for this one
   * @return false if the place is gone, or not all that was missed is there any more
   */
  synchronized boolean recover(SocketIoSocket arriving) {
    Recovery recovery = namespace.recovery();
    if (state != State.LOST || recovery == null) {
      return false;
    }
    if (sent == null) {
      sent = recovery.newSentEvents(this);
    }
    RecoveryClaim shown = arriving.claim;
    List<EncodedPacket> missed = sent.after(shown == null ? null : shown.offset());
    if (missed == null || !recovery.isDeliverable(missed)) {
      return false;
    }
    recovery.settle(this);
    connection = arriving.connection;
    handshake = arriving.handshake;
    if (arriving.attachment != null) {
      attachment = arriving.attachment;
    }
    early = new ArrayList<>(missed);
    maxEarly = MAX_EARLY + missed.size();
    recovered = true;
    state = State.CONNECTED;
    return true;
  }

  /** Whether it has left for good. */
  boolean isGone() {
    return state == State.DISCONNECTED;
  }

  /** Gives its place up if it is lost. */
  synchronized void endIfLost() {
    if (state == State.LOST) {
      boolean unused = markDisconnected(connection); // it was not
      namespace.remove(this);
    }
  }

  /**
   * Ends it: no room, no answer, no packet from here on.
   *
   * @param from as with {@link #markLost}
   * @return whether it was connected
   */
  boolean markDisconnected(SocketIoConnection from) {
    boolean wasConnected;
    PendingAcks lost;
    synchronized (this) {
      if (connection != from) {
        return false;
      }
      wasConnected = state == State.CONNECTED;
      Recovery recovery = namespace.recovery();
      if (state == State.LOST && recovery != null) {
        recovery.settle(this);
      }
      state = State.DISCONNECTED;
      rooms.forEach(room -> namespace.rooms().remove(room, this));
      rooms = Set.of();
      sent = null;
      lost = acks;
      acks = null;
    }
    if (lost != null) {
      lost.failAll();
    }
    return wasConnected;
  }

  void onAck(long ackId, List<JsonNode> arguments) {
    PendingAcks waiting;
    synchronized (this) {
      waiting = acks;
    }
    if (waiting != null) {
      waiting.complete(ackId, arguments);
    }
  }

  @Override
  public String toString() {
    return "SocketIoSocket[" + id + " in " + namespace.name() + "]";
  }
}
