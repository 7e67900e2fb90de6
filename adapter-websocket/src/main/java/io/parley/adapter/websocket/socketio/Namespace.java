package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of the server with its own sockets, rooms, middleware and handlers. Handlers are
 * registered once, before the server starts, and serve every socket. Thread-safe.
 */
public final class Namespace {
  private static final Logger LOG = LoggerFactory.getLogger(Namespace.class);

  /** Sockets from where on an event is written by others than its sender; a few are done sooner. */
  private static final int MANY = 16;

  private final String name;
  private final Rooms rooms = new Rooms();

  /** By id: the connected sockets, and those that are lost and may come back. */
  private final Map<String, SocketIoSocket> members = new ConcurrentHashMap<>();

  private final LongAdder deliveries = new LongAdder();
  private final @Nullable Recovery recovery;
  private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
  private final Map<String, EventHandler> handlers = new ConcurrentHashMap<>();
  private final List<ConnectionHandler> connectionHandlers = new CopyOnWriteArrayList<>();
  private final List<DisconnectHandler> disconnectHandlers = new CopyOnWriteArrayList<>();
  private volatile UnknownEventHandler unknownEventHandler =
      (socket, event, arguments, ack) -> null;
  private volatile RecoveryGuard recoveryGuard = (arriving, lost) -> true;
  private volatile HandlerErrorHandler errorHandler =
      (socket, event, failure) -> LOG.error("The handler of \"{}\" failed", event, failure);

  Namespace(String name, @Nullable Recovery recovery) {
    this.name = name;
    this.recovery = recovery;
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

  /** The events that have a handler, at this moment. */
  public Set<String> events() {
    return Set.copyOf(handlers.keySet());
  }

  /** Says who handles every other event. Without one they are ignored. */
  public Namespace onUnknownEvent(UnknownEventHandler handler) {
    unknownEventHandler = handler;
    return this;
  }

  /**
   * Says who may take the place of a lost socket. Without a guard, whoever knows its private id.
   */
  public Namespace guardRecovery(RecoveryGuard guard) {
    recoveryGuard = guard;
    return this;
  }

  /** Says who is told of rooms that come and go. Without one nobody is. */
  public Namespace onRooms(RoomListener listener) {
    rooms.listen(listener);
    return this;
  }

  /** Says who is told of the failures of handlers. Without one they are logged. */
  public Namespace onHandlerError(HandlerErrorHandler handler) {
    errorHandler = handler;
    return this;
  }

  // --- sockets and rooms -----------------------------------------------------------------------

  /** The connected sockets, at this moment. */
  public Collection<SocketIoSocket> sockets() {
    return connected(members.values());
  }

  /**
   * A socket by its id.
   *
   * @return null if there is none
   */
  public @Nullable SocketIoSocket socket(String id) {
    SocketIoSocket found = members.get(id);
    return found != null && found.connected() ? found : null;
  }

  /** The connected sockets of a room, or the one with that id, at this moment. */
  public Collection<SocketIoSocket> socketsIn(String room) {
    return connected(membersOf(room));
  }

  /** How many connected sockets are in a room. */
  public int roomSize(String room) {
    return socketsIn(room).size();
  }

  private static Collection<SocketIoSocket> connected(Collection<SocketIoSocket> some) {
    return some.stream().filter(SocketIoSocket::connected).toList();
  }

  private Set<SocketIoSocket> membersOf(String room) {
    Set<SocketIoSocket> found = rooms.of(room);
    if (found.isEmpty()) {
      SocketIoSocket single = members.get(room);
      return single == null ? Set.of() : Set.of(single);
    }
    return found;
  }

  /** How many rooms have at least one socket, lost ones included. */
  public int roomCount() {
    return rooms.count();
  }

  /**
   * Puts every socket of a room out; lost ones will not come back.
   *
   * @see SocketIoSocket#disconnect
   */
  public void disconnectSockets(String room, boolean closeConnection) {
    membersOf(room).forEach(socket -> socket.disconnect(closeConnection));
  }

  // --- events ----------------------------------------------------------------------------

  /**
   * Makes an event for any number of sockets of this namespace. With connection state recovery it
   * gets its offset as one more argument, except for sockets that have declined that.
   *
   * @param payload anything that Jackson can write; a {@code byte[]} at any depth is sent as binary
   * @throws IllegalArgumentException if the name is reserved by Socket.IO or the payload cannot be
   *     written
   */
  public EncodedEvent encode(String event, @Nullable Object... payload) {
    String offset = recovery == null ? null : recovery.events().nextOffset();
    return EncodedEvent.of(name, event, offset, payload);
  }

  /** Addresses the sockets in any of these rooms, each once; without rooms, the whole namespace. */
  public BroadcastOperator to(String... targetRooms) {
    return new BroadcastOperator(this, Set.of(), Set.of(), Set.of(), socket -> false)
        .to(targetRooms);
  }

  /** Sends an event to every socket of the namespace. */
  public void emit(String event, @Nullable Object... payload) {
    to().emit(event, payload);
  }

  /** Sends a broadcast to those of its sockets that are on this node. Never blocks. */
  void broadcast(Broadcast broadcast, Predicate<SocketIoSocket> unless) {
    EncodedEvent event = broadcast.event();
    requireOwn(event);
    Collection<SocketIoSocket> candidates = anyOf(broadcast.rooms());
    if (candidates.isEmpty()) {
      return; // an event for nobody need not be kept
    }
    KeptEvent kept = null; // until somebody may come back for it
    Predicate<SocketIoSocket> meant = notIn(broadcast.exceptRooms(), broadcast.exceptSockets());
    boolean toMany = candidates.size() >= MANY;
    int sent = 0;
    for (SocketIoSocket socket : candidates) {
      if (meant.test(socket) && !unless.test(socket)) {
        if (kept == null && socket.isRecoverable()) {
          kept = keep(event);
        }
        if (socket.send(event, kept, toMany)) { // a closed socket misses it
          sent++;
        }
      }
    }
    deliveries.add(sent);
  }

  /** How many events were handed to sockets by broadcasts: each counts once for each socket. */
  public long deliveries() {
    return deliveries.sum();
  }

  boolean hasTarget(Set<String> in, Set<String> exceptRooms, Set<String> exceptSockets) {
    Predicate<SocketIoSocket> meant = notIn(exceptRooms, exceptSockets);
    for (SocketIoSocket socket : anyOf(in)) {
      if (meant.test(socket)) {
        return true;
      }
    }
    return false;
  }

  private Collection<SocketIoSocket> anyOf(Set<String> some) {
    if (some.isEmpty()) {
      return members.values();
    }
    if (some.size() == 1) {
      return membersOf(some.iterator().next());
    }
    Set<SocketIoSocket> union = Collections.newSetFromMap(new IdentityHashMap<>());
    some.forEach(room -> union.addAll(membersOf(room)));
    return union;
  }

  private Predicate<SocketIoSocket> notIn(Set<String> exceptRooms, Set<String> exceptSockets) {
    if (exceptRooms.isEmpty() && exceptSockets.isEmpty()) {
      return socket -> true;
    }
    List<Set<SocketIoSocket>> excepted = new ArrayList<>(exceptRooms.size());
    exceptRooms.forEach(room -> excepted.add(membersOf(room)));
    return socket -> !exceptSockets.contains(socket.id()) && !isInAny(excepted, socket);
  }

  private static boolean isInAny(List<Set<SocketIoSocket>> rooms, SocketIoSocket socket) {
    for (Set<SocketIoSocket> room : rooms) {
      if (room.contains(socket)) {
        return true;
      }
    }
    return false;
  }

  /** Keeps an event, once for all sockets that it is for; null without recovery. */
  @Nullable KeptEvent keep(EncodedEvent event) {
    Recovery keeping = recovery;
    String offset = event.offset();
    return keeping == null || offset == null ? null : keeping.events().keep(offset, event.packet());
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

  @Nullable Recovery recovery() {
    return recovery;
  }

  /** The lost socket whose place a client may take that has passed the middlewares; or null. */
  @Nullable SocketIoSocket recoverable(SocketIoSocket arriving) {
    SocketIoSocket found = recovery == null ? null : Recovery.find(this, arriving);
    try {
      return found != null && recoveryGuard.mayRecover(arriving, found) ? found : null;
    } catch (RuntimeException e) {
      fireError(arriving, "connect", e);
      return null;
    }
  }

  /** A connected or lost socket by its id. */
  @Nullable SocketIoSocket member(String id) {
    return members.get(id);
  }

  void add(SocketIoSocket socket) {
    members.put(socket.id(), socket);
  }

  void remove(SocketIoSocket socket) {
    members.remove(socket.id(), socket);
  }

  // Errors are caught like exceptions: the connection's next task must get its turn whatever
  // happens.

  void fireConnection(SocketIoSocket socket) {
    for (ConnectionHandler handler : connectionHandlers) {
      try {
        handler.onConnection(socket);
      } catch (Throwable e) {
        fireError(socket, "connection", e);
      }
    }
  }

  void fireDisconnect(SocketIoSocket socket, DisconnectReason reason) {
    for (DisconnectHandler handler : disconnectHandlers) {
      try {
        handler.onDisconnect(socket, reason);
      } catch (Throwable e) {
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
    } catch (Throwable e) {
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
    Throwable cause = Failures.cause(failure);
    try {
      errorHandler.onHandlerError(socket, event, cause);
    } catch (RuntimeException e) {
      e.addSuppressed(cause);
      LOG.error("The error handler failed", e);
    }
  }
}
