package io.parley.adapter.websocket.socketio;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which sockets are in which room of a namespace. Thread-safe; readers take no lock and see a set
 * that may change under them, which is how joins and broadcasts relate anyway. A room without
 * sockets does not exist.
 */
final class Rooms {
  private final Map<String, Set<SocketIoSocket>> members = new ConcurrentHashMap<>();
  private volatile RoomListener listener = new Unheard();

  void listen(RoomListener newListener) {
    listener = newListener;
  }

  void add(String room, SocketIoSocket socket) {
    members.compute(
        room,
        (name, present) -> {
          if (present == null) {
            listener.created(name);
            return Set.of(socket);
          }
          return with(present, socket);
        });
  }

  void remove(String room, SocketIoSocket socket) {
    members.computeIfPresent(
        room,
        (name, present) -> {
          Set<SocketIoSocket> left = without(present, socket);
          if (left == null) {
            listener.deleted(name);
          }
          return left;
        });
  }

  Set<SocketIoSocket> of(String room) {
    return members.getOrDefault(room, Set.of());
  }

  int count() {
    return members.size();
  }

  /** Before somebody listens. */
  private static final class Unheard implements RoomListener {
    @Override
    public void created(String room) {}

    @Override
    public void deleted(String room) {}
  }

  // One member is the usual case (a user's own room), and an immutable set of one is smallest.

  private static Set<SocketIoSocket> with(Set<SocketIoSocket> present, SocketIoSocket socket) {
    if (present.contains(socket)) {
      return present;
    }
    if (present.size() > 1) {
      present.add(socket);
      return present;
    }
    Set<SocketIoSocket> grown = ConcurrentHashMap.newKeySet(4);
    grown.addAll(present);
    grown.add(socket);
    return grown;
  }

  @SuppressWarnings("NullAway") // null tells the map to drop the room
  private static Set<SocketIoSocket> without(Set<SocketIoSocket> present, SocketIoSocket socket) {
    if (!present.contains(socket)) {
      return present;
    }
    if (present.size() == 1) {
      return null;
    }
    present.remove(socket);
    return present.size() == 1 ? Set.copyOf(present) : present;
  }
}
