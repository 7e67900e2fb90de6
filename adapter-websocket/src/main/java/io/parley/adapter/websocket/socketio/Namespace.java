package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of the server with its own sockets, rooms, middleware and handlers. Handlers are
 * registered once, before the server starts, and serve every socket. Thread-safe.
 */
public final class Namespace {
  private static final Logger LOG = LoggerFactory.getLogger(Namespace.class);

  private final String name;
  private final Rooms rooms = new Rooms();
  private final Map<String, SocketIoSocket> sockets = new ConcurrentHashMap<>();
  private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
  private final Map<String, EventHandler> handlers = new ConcurrentHashMap<>();
  private final List<ConnectionHandler> connectionHandlers = new CopyOnWriteArrayList<>();
  private final List<DisconnectHandler> disconnectHandlers = new CopyOnWriteArrayList<>();
  private volatile UnknownEventHandler unknownEventHandler =
      (socket, event, arguments, ack) -> null;
  private volatile HandlerErrorHandler errorHandler =
      (socket, event, failure) -> LOG.error("The handler of \"{}\" failed", event, failure);

  Namespace(String name) {
    this.name = name;
  }

  /** Starts with a slash. */
  public String name() {
    return name;
  }

  // --- registration --------------------------------------------------------------------------

  /** Adds a check that every socket must pass to connect, after those added before. */
  public Namespace use(Middleware middleware) {
    middlewares.add(middleware);
    return this;
  }

  public Namespace onConnection(ConnectionHandler handler) {
    connectionHandlers.add(handler);
    return this;
  }

  public Namespace onDisconnect(DisconnectHandler handler) {
    disconnectHandlers.add(handler);
    return this;
  }

  /**
   * Says who handles an event.
   *
   * @throws IllegalStateException if the event has a handler already
   */
  public Namespace on(String event, EventHandler handler) {
    if (handlers.putIfAbsent(event, handler) != null) {
      throw new IllegalStateException("two handlers for the event " + event);
    }
    return this;
  }

  /** Says who handles every other event. Without one they are ignored. */
  public Namespace onUnknownEvent(UnknownEventHandler handler) {
    unknownEventHandler = handler;
    return this;
  }

  /** Says who is told of the failures of handlers. Without one they are logged. */
  public Namespace onHandlerError(HandlerErrorHandler handler) {
    errorHandler = handler;
    return this;
  }

  // --- sockets and rooms -----------------------------------------------------------------------

  /** The connected sockets; the view follows what happens. */
  public Collection<SocketIoSocket> sockets() {
    return Collections.unmodifiableCollection(sockets.values());
  }

  /**
   * A socket by its id.
   *
   * @return null if there is none
   */
  public @Nullable SocketIoSocket socket(String id) {
    return sockets.get(id);
  }

  /** The sockets of a room, or the one with that id; the view follows what happens. */
  public Set<SocketIoSocket> socketsIn(String room) {
    Set<SocketIoSocket> members = rooms.of(room);
    if (members.isEmpty()) {
      SocketIoSocket single = sockets.get(room);
      return single == null ? Set.of() : Set.of(single);
    }
    return Collections.unmodifiableSet(members);
  }

  public int roomSize(String room) {
    return rooms.of(room).size();
  }

  /** How many rooms have at least one socket. */
  public int roomCount() {
    return rooms.count();
  }

  /**
   * Puts every socket of a room out.
   *
   * @see SocketIoSocket#disconnect
   */
  public void disconnectSockets(String room, boolean closeConnection) {
    socketsIn(room).forEach(socket -> socket.disconnect(closeConnection));
  }

  // --- broadcasts ----------------------------------------------------------------------------

  /** Addresses the sockets in any of these rooms, each once; without rooms, the whole namespace. */
  public BroadcastOperator to(String... targetRooms) {
    return new BroadcastOperator(this, Set.of(), Set.of(), Set.of()).to(targetRooms);
  }

  /** Sends an event to every socket of the namespace. */
  public void emit(String event, @Nullable Object... payload) {
    to().emit(event, payload);
  }

  /**
   * Where every broadcast of this node passes. A cluster adapter publishes it to the other nodes
   * here, after the local delivery, which waits for nobody.
   */
  void broadcast(Broadcast broadcast) {
    deliver(broadcast);
  }

  /** Sends a broadcast to those of its sockets that are on this node. Never blocks. */
  public void deliver(Broadcast broadcast) {
    requireOwn(broadcast.event());
    List<Set<SocketIoSocket>> excepted =
        broadcast.exceptRooms().stream().map(this::socketsIn).toList();
    forEachTarget(
        broadcast.rooms(),
        socket -> {
          if (!broadcast.exceptSockets().contains(socket.id())
              && excepted.stream().noneMatch(room -> room.contains(socket))) {
            boolean unused = socket.emit(broadcast.event()); // a closed socket misses it
          }
        });
  }

  private void forEachTarget(Set<String> targetRooms, Consumer<SocketIoSocket> action) {
    if (targetRooms.isEmpty()) {
      sockets.values().forEach(action);
    } else if (targetRooms.size() == 1) {
      socketsIn(targetRooms.iterator().next()).forEach(action);
    } else {
      Set<SocketIoSocket> union = Collections.newSetFromMap(new IdentityHashMap<>());
      targetRooms.forEach(room -> union.addAll(socketsIn(room)));
      union.forEach(action);
    }
  }

  void requireOwn(EncodedEvent event) {
    if (!event.namespace().equals(name)) {
      throw new IllegalArgumentException("event of namespace " + event.namespace());
    }
  }

  // --- for the connections -----------------------------------------------------------------------

  Rooms rooms() {
    return rooms;
  }

  List<Middleware> middlewares() {
    return middlewares;
  }

  void add(SocketIoSocket socket) {
    sockets.put(socket.id(), socket);
  }

  void remove(SocketIoSocket socket) {
    sockets.remove(socket.id());
  }

  void fireConnection(SocketIoSocket socket) {
    for (ConnectionHandler handler : connectionHandlers) {
      try {
        handler.onConnection(socket);
      } catch (Exception e) {
        fireError(socket, "connection", e);
      }
    }
  }

  void fireDisconnect(SocketIoSocket socket, DisconnectReason reason) {
    for (DisconnectHandler handler : disconnectHandlers) {
      try {
        handler.onDisconnect(socket, reason);
      } catch (Exception e) {
        fireError(socket, "disconnect", e);
      }
    }
  }

  @Nullable CompletionStage<?> fireEvent(
      SocketIoSocket socket, String event, List<JsonNode> arguments, Ack ack) {
    try {
      EventHandler handler = handlers.get(event);
      CompletionStage<?> handled =
          handler == null
              ? unknownEventHandler.handle(socket, event, arguments, ack)
              : handler.handle(socket, arguments, ack);
      return handled == null
          ? null
          : handled.handle((result, failure) -> after(socket, event, failure));
    } catch (Exception e) {
      fireError(socket, event, e);
      return null;
    }
  }

  private @Nullable Void after(SocketIoSocket socket, String event, @Nullable Throwable failure) {
    if (failure != null) {
      fireError(socket, event, failure);
    }
    return null;
  }

  void fireError(SocketIoSocket socket, String event, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    try {
      errorHandler.onHandlerError(socket, event, cause);
    } catch (RuntimeException e) {
      e.addSuppressed(cause);
      LOG.error("The error handler failed", e);
    }
  }
}
