package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.adapter.websocket.connection.SessionIds;
import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.protocol.SocketPacketEncoder;
import java.time.Duration;
import java.util.ArrayList;
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
    DISCONNECTED
  }

  /** Packets that may be held back while the connection handlers run. */
  private static final int MAX_EARLY = 1_000;

  private final String id = SessionIds.next();
  private final Namespace namespace;
  private final SocketIoConnection connection;
  private final Handshake handshake;
  private volatile State state = State.CONNECTING;
  private volatile @Nullable Object attachment;

  /** What is sent before the client is told that it is connected; null from then on. */
  private volatile @Nullable List<EncodedPacket> early = new ArrayList<>(2);

  // Guarded by this object's monitor, and made when first needed.
  private @Nullable Set<String> rooms;
  private @Nullable PendingAcks acks;

  SocketIoSocket(Namespace namespace, SocketIoConnection connection, Handshake handshake) {
    this.namespace = namespace;
    this.connection = connection;
    this.handshake = handshake;
  }

  /** Public, unlike the id of the connection; other clients may know it. */
  public String id() {
    return id;
  }

  public Namespace namespace() {
    return namespace;
  }

  public Handshake handshake() {
    return handshake;
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

  /** Whether there is an object of the host. */
  public boolean hasAttachment() {
    return attachment != null;
  }

  // --- sending -------------------------------------------------------------------------------

  /**
   * Sends an event.
   *
   * @param payload anything that Jackson can write; a {@code byte[]} at any depth is sent as binary
   * @return false if the socket is not connected, or is closed by this because it is too slow
   */
  public boolean emit(String name, @Nullable Object... payload) {
    return emit(EncodedEvent.of(namespace.name(), name, payload));
  }

  /** Sends an event that is encoded already, for this socket's namespace. */
  public boolean emit(EncodedEvent event) {
    namespace.requireOwn(event);
    return state == State.CONNECTED && send(event.packet());
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
    if (state == State.DISCONNECTED) {
      return false;
    }
    return early == null ? connection.send(packet) : hold(packet);
  }

  private synchronized boolean hold(EncodedPacket packet) {
    List<EncodedPacket> held = early;
    if (held == null) {
      return connection.send(packet);
    }
    if (held.size() >= MAX_EARLY) {
      connection.session().close(CloseReason.SLOW_CONSUMER);
      return false;
    }
    return held.add(packet);
  }

  /** Sends CONNECT, which must be the first that the client sees, then what was held back. */
  synchronized void welcome() {
    List<EncodedPacket> held = early;
    if (held != null) {
      connection.send(
          SocketPacketEncoder.connect(
              namespace.name(), JsonNodeFactory.instance.objectNode().put("sid", id)));
      held.forEach(connection::send);
      early = null;
    }
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
      return false;
    }
    if (rooms == null) {
      rooms = new HashSet<>(4);
    }
    if (rooms.add(room)) {
      namespace.rooms().add(room, this);
    }
    return true;
  }

  /** Leaves a room; leaving one that it is not in is fine. */
  public synchronized void leave(String room) {
    if (rooms != null && rooms.remove(room)) {
      namespace.rooms().remove(room, this);
    }
  }

  /** The rooms that it has joined, at this moment. */
  public synchronized Set<String> rooms() {
    return rooms == null ? Set.of() : Set.copyOf(rooms);
  }

  public synchronized boolean isIn(String room) {
    return rooms != null && rooms.contains(room);
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
    if (closeConnection) {
      connection.disconnectAll();
    } else {
      connection.disconnect(this);
    }
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
   * Ends it: no room, no answer, no packet from here on.
   *
   * @return whether it was connected
   */
  boolean markDisconnected() {
    boolean wasConnected;
    PendingAcks lost;
    synchronized (this) {
      wasConnected = state == State.CONNECTED;
      state = State.DISCONNECTED;
      if (rooms != null) {
        rooms.forEach(room -> namespace.rooms().remove(room, this));
        rooms = null;
      }
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
