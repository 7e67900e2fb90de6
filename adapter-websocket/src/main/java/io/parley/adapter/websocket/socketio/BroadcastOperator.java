package io.parley.adapter.websocket.socketio;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says who gets an event: the union of rooms, less exceptions. Immutable; each call makes a new
 * one.
 */
public final class BroadcastOperator {
  private final Namespace namespace;
  private final Set<String> rooms;
  private final Set<String> exceptRooms;
  private final Set<String> exceptSockets;
  private final Predicate<SocketIoSocket> unless;

  BroadcastOperator(
      Namespace namespace,
      Set<String> rooms,
      Set<String> exceptRooms,
      Set<String> exceptSockets,
      Predicate<SocketIoSocket> unless) {
    this.namespace = namespace;
    this.rooms = rooms;
    this.exceptRooms = exceptRooms;
    this.exceptSockets = exceptSockets;
    this.unless = unless;
  }

  /** Adds rooms. A socket's id is a room with only that socket in it. */
  public BroadcastOperator to(String... moreRooms) {
    return new BroadcastOperator(
        namespace, union(rooms, moreRooms), exceptRooms, exceptSockets, unless);
  }

  /** Leaves out whoever is in one of these rooms. */
  public BroadcastOperator except(String... moreRooms) {
    return new BroadcastOperator(
        namespace, rooms, union(exceptRooms, moreRooms), exceptSockets, unless);
  }

  /** Leaves out one socket. */
  public BroadcastOperator except(SocketIoSocket socket) {
    return new BroadcastOperator(
        namespace, rooms, exceptRooms, union(exceptSockets, socket.id()), unless);
  }

  /**
   * Asks for each socket of this node, when it is its turn, whether to leave it out: also for one
   * that enters a room while the event is on its way.
   */
  public BroadcastOperator unless(Predicate<SocketIoSocket> leftOut) {
    return new BroadcastOperator(namespace, rooms, exceptRooms, exceptSockets, unless.or(leftOut));
  }

  /** Encodes the event once and sends it. Never blocks. */
  public void emit(String name, @Nullable Object... payload) {
    emit(namespace.encode(name, payload));
  }

  /** Sends an event that is encoded already. */
  public void emit(EncodedEvent event) {
    namespace.broadcast(new Broadcast(rooms, exceptRooms, exceptSockets, event), unless);
  }

  /** Whether anybody would get an event: worth asking before one is made. */
  public boolean hasAudience() {
    return namespace.hasTarget(rooms, exceptRooms, exceptSockets);
  }

  private static Set<String> union(Set<String> some, String... more) {
    if (some.isEmpty() && more.length == 1) {
      return Set.of(more[0]);
    }
    Set<String> all = new HashSet<>(some);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
