package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.adapter.websocket.connection.EngineSession;
import io.parley.adapter.websocket.connection.SessionListener;
import io.parley.adapter.websocket.connection.TimerWheel;
import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.protocol.MalformedPacketException;
import io.parley.adapter.websocket.protocol.SocketPacket;
import io.parley.adapter.websocket.protocol.SocketPacketDecoder;
import io.parley.adapter.websocket.protocol.SocketPacketEncoder;
import io.parley.adapter.websocket.protocol.SocketPacketType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One connection and its sockets, at most one in each namespace (Socket.IO protocol, "Connection to
 * a namespace"). Decodes what comes in and gives it to the right socket; a packet that makes no
 * sense closes the connection.
 */
final class SocketIoConnection implements SessionListener {
  /** A stranger has to say no more than who he is: a token, in a packet that connects. */
  private static final int MAX_STRANGER_BYTES = 32_768;

  private final SocketIoServer server;
  private final EngineSession session;
  private final SocketPacketDecoder decoder;
  private final SerialTasks tasks = new SerialTasks();
  private final Object lock = new Object();

  /** By namespace. Replaced, never changed, under the lock: nearly always there is one. */
  private volatile Map<String, SocketIoSocket> sockets = Map.of();

  private @Nullable ConnectTimeout connectTimeout;

  SocketIoConnection(SocketIoServer server, EngineSession session) {
    this.server = server;
    this.session = session;
    this.decoder =
        new SocketPacketDecoder(
            server.config().maxAttachments(), server.config().engine().maxPayload());
    synchronized (lock) {
      awaitConnect();
    }
  }

  private void awaitConnect() {
    cancelConnectTimeout();
    ConnectTimeout timeout = new ConnectTimeout(session);
    connectTimeout = timeout;
    session.timers().schedule(timeout, server.config().connectTimeout());
  }

  /** Exists only until the client has joined a namespace. */
  private static final class ConnectTimeout extends TimerWheel.Timeout {
    private final EngineSession session;

    ConnectTimeout(EngineSession session) {
      this.session = session;
    }

    @Override
    protected void onTimeout() {
      session.close(CloseReason.CONNECT_TIMEOUT);
    }
  }

  EngineSession session() {
    return session;
  }

  boolean send(EncodedPacket packet) {
    return session.send(packet);
  }

  // --- what comes in -------------------------------------------------------------------------

  @Override
  public int maxMessageBytes(int configured) {
    return sockets.isEmpty() ? Math.min(configured, MAX_STRANGER_BYTES) : configured;
  }

  @Override
  public @Nullable CompletionStage<?> onText(String text) {
    try {
      return onPacket(decoder.decode(text));
    } catch (MalformedPacketException e) {
      return closeAsMalformed();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(byte[] data) {
    try {
      return onPacket(decoder.decode(data));
    } catch (MalformedPacketException e) {
      return closeAsMalformed();
    }
  }

  private @Nullable CompletionStage<?> onPacket(@Nullable SocketPacket packet) {
    return packet == null ? null : tasks.submit(() -> handle(packet));
  }

  private @Nullable CompletionStage<?> handle(SocketPacket packet) {
    SocketIoSocket socket = sockets.get(packet.namespace());
    if (packet.type() == SocketPacketType.CONNECT) {
      return socket == null ? connect(packet) : closeAsMalformed();
    }
    JsonNode data = packet.data();
    if (socket == null) {
      return closeAsMalformed(); // it has not joined this namespace, or has left it
    }
    return switch (packet.type()) {
      case EVENT -> data == null ? null : onEvent(socket, packet, data);
      case ACK -> onAck(socket, packet, data);
      case DISCONNECT -> onDisconnect(socket);
      default -> closeAsMalformed(); // only a server sends the others
    };
  }

  private static @Nullable CompletionStage<?> onEvent(
      SocketIoSocket socket, SocketPacket packet, JsonNode data) {
    return socket
        .namespace()
        .fireEvent(
            socket, data.get(0).asText(), elements(data, 1), new Ack(socket, packet.ackId()));
  }

  private static @Nullable CompletionStage<?> onAck(
      SocketIoSocket socket, SocketPacket packet, @Nullable JsonNode data) {
    Long ackId = packet.ackId();
    if (ackId != null && data != null) {
      socket.onAck(ackId, elements(data, 0));
    }
    return null;
  }

  private @Nullable CompletionStage<?> onDisconnect(SocketIoSocket socket) {
    leave(socket, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
    return null;
  }

  private static List<JsonNode> elements(JsonNode array, int from) {
    List<JsonNode> elements = new ArrayList<>(array.size() - from);
    for (int i = from; i < array.size(); i++) {
      elements.add(array.get(i));
    }
    return List.copyOf(elements);
  }

  private @Nullable CompletionStage<?> closeAsMalformed() {
    session.close(CloseReason.PARSE_ERROR);
    return null;
  }

  // --- joining a namespace -----------------------------------------------------------------------

  private @Nullable CompletionStage<?> connect(SocketPacket packet) {
    Namespace namespace = server.find(packet.namespace());
    if (namespace == null) {
      send(connectError(packet.namespace(), "Invalid namespace", null));
      return null;
    }
    JsonNode auth = packet.data() == null ? JsonNodeFactory.instance.objectNode() : packet.data();
    SocketIoSocket socket =
        new SocketIoSocket(namespace, this, new Handshake(auth, session.handshake()));
    return check(socket, namespace.middlewares().iterator());
  }

  private @Nullable CompletionStage<?> check(
      SocketIoSocket socket, Iterator<Middleware> remaining) {
    while (remaining.hasNext()) {
      CompletionStage<?> checked;
      try {
        checked = remaining.next().handle(socket);
      } catch (Throwable e) {
        refuse(socket, e);
        return null;
      }
      if (checked != null) {
        return checked
            .handle((result, failure) -> afterCheck(socket, remaining, failure))
            .thenCompose(next -> next == null ? CompletableFuture.completedFuture(null) : next);
      }
    }
    return admit(socket);
  }

  private @Nullable CompletionStage<?> afterCheck(
      SocketIoSocket socket, Iterator<Middleware> remaining, @Nullable Throwable failure) {
    if (failure == null) {
      return check(socket, remaining);
    }
    refuse(socket, failure);
    return null;
  }

  private void refuse(SocketIoSocket socket, Throwable failure) {
    Throwable cause = Failures.cause(failure);
    String namespace = socket.namespace().name();
    if (cause instanceof ConnectRefused refused && refused.isForNow()) {
      session.close(CloseReason.FORCED_CLOSE);
    } else if (cause instanceof ConnectRefused refused) {
      send(connectError(namespace, String.valueOf(refused.getMessage()), refused.data()));
    } else {
      socket.namespace().fireError(socket, "connect", cause);
      send(connectError(namespace, "Internal server error", null));
    }
  }

  private static EncodedPacket connectError(
      String namespace, String message, @Nullable JsonNode data) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode().put("message", message);
    if (data != null) {
      payload.set("data", data);
    }
    return SocketPacketEncoder.connectError(namespace, payload);
  }

  /** Lets a socket in that has passed the middlewares: at its old place if it had one. */
  private @Nullable CompletionStage<?> admit(SocketIoSocket arriving) {
    SocketIoSocket lost = arriving.namespace().recoverable(arriving);
    if (lost == null || lost.connection() == this) { // this one: then it is over already
      join(arriving);
      return null;
    }
    CompletionStage<?> left = lost.connection().letGo(lost);
    if (left != null) {
      return left.thenRun(() -> recover(lost, arriving));
    }
    recover(lost, arriving);
    return null;
  }

  private void recover(SocketIoSocket lost, SocketIoSocket arriving) {
    if (!lost.recover(arriving)) {
      lost.endIfLost(); // nobody else will come for it
      join(arriving);
    } else if (register(lost)) {
      enter(lost);
    } else {
      boolean unused = lost.markLost(this); // it was just connected
    }
  }

  private void join(SocketIoSocket socket) {
    if (register(socket) && socket.markConnected()) {
      enter(socket);
    }
  }

  /** Makes the connection know a socket of its own; false if the connection is over. */
  private boolean register(SocketIoSocket socket) {
    synchronized (lock) {
      if (!session.isOpen()) {
        return false;
      }
      Map<String, SocketIoSocket> more = new HashMap<>(sockets);
      more.put(socket.namespace().name(), socket);
      sockets = Map.copyOf(more);
      cancelConnectTimeout();
      return true;
    }
  }

  private static void enter(SocketIoSocket socket) {
    Namespace namespace = socket.namespace();
    namespace.add(socket);
    if (socket.isGone()) {
      namespace.remove(socket); // it left while it was being added
    }
    // The client learns that it is connected once the handlers have run: whatever it or others do
    // next finds the socket in the rooms that they have put it into.
    namespace.fireConnection(socket);
    socket.welcome();
  }

  private void cancelConnectTimeout() {
    ConnectTimeout pending = connectTimeout;
    if (pending != null) {
      session.timers().cancel(pending);
      connectTimeout = null;
    }
  }

  // --- leaving -------------------------------------------------------------------------------

  /** Puts one socket out and tells its client. */
  void disconnect(SocketIoSocket socket) {
    if (socket.connected()) {
      socket.welcome();
      send(SocketPacketEncoder.disconnect(socket.namespace().name()));
    }
    leave(socket, DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
  }

  /** Puts all sockets out, tells their client and closes the connection. */
  void disconnectAll() {
    sockets.values().forEach(this::disconnect);
    session.close(CloseReason.FORCED_CLOSE);
  }

  @Override
  public void onClose(CloseReason reason) {
    Map<String, SocketIoSocket> lost;
    synchronized (lock) {
      cancelConnectTimeout();
      lost = sockets;
    }
    lost.values().forEach(socket -> leave(socket, DisconnectReason.of(reason)));
  }

  /**
   * Gives up a socket whose client has come back over another connection, perhaps before this one
   * was found to be dead.
   *
   * @return completes when the last of its handlers has run; null if they all have
   */
  private @Nullable CompletionStage<?> letGo(SocketIoSocket socket) {
    leave(socket, DisconnectReason.TRANSPORT_CLOSE);
    session.close(CloseReason.TRANSPORT_CLOSE);
    return tasks.submit(() -> null);
  }

  /**
   * Its handlers get their place among the tasks before the socket is marked: whoever then takes
   * its place up, and waits for the tasks, comes after them.
   */
  private void leave(SocketIoSocket socket, DisconnectReason reason) {
    CompletableFuture<Boolean> left = new CompletableFuture<>();
    CompletionStage<?> unused =
        tasks.submit(
            () ->
                left.thenAccept(
                    wasConnected -> {
                      if (wasConnected) {
                        socket.namespace().fireDisconnect(socket, reason);
                      }
                    }));
    boolean wasConnected = false;
    try {
      wasConnected = reason.isLoss() ? socket.markLost(this) : socket.markDisconnected(this);
      forget(socket);
    } finally {
      left.complete(wasConnected);
    }
  }

  private void forget(SocketIoSocket socket) {
    if (socket.isGone()) {
      socket.namespace().remove(socket);
    }
    synchronized (lock) {
      Map<String, SocketIoSocket> fewer = new HashMap<>(sockets);
      fewer.remove(socket.namespace().name(), socket);
      sockets = Map.copyOf(fewer);
      if (sockets.isEmpty() && session.isOpen()) {
        awaitConnect(); // a connection without a socket is of no use to anybody
      }
    }
  }
}
