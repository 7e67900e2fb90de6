package io.parley.adapter.websocket.socketio;

import java.util.Set;

/**
 * An event and who gets it: every socket that is in one of the rooms, once, and is not excepted.
 *
 * @param rooms empty means the whole namespace
 * @param exceptRooms whoever is in one of these does not get it
 * @param exceptSockets nor do the sockets with these ids
 */
record Broadcast(
    Set<String> rooms, Set<String> exceptRooms, Set<String> exceptSockets, EncodedEvent event) {

  Broadcast {
    rooms = Set.copyOf(rooms);
    exceptRooms = Set.copyOf(exceptRooms);
    exceptSockets = Set.copyOf(exceptSockets);
  }
}
