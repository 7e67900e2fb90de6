package io.parley.adapter.websocket.socketio;

import java.util.Set;

/**
 * An event and who gets it: every socket that is in one of the rooms, once, and is not excepted.
 * Plain data, so that it can be carried to other nodes, which deliver it with {@link
 * Namespace#deliver} to the sockets that they hold.
 *
 * @param rooms empty means the whole namespace
 * @param exceptRooms whoever is in one of these does not get it
 * @param exceptSockets nor do the sockets with these ids
 */
public record Broadcast(
    Set<String> rooms, Set<String> exceptRooms, Set<String> exceptSockets, EncodedEvent event) {

  public Broadcast {
    rooms = Set.copyOf(rooms);
    exceptRooms = Set.copyOf(exceptRooms);
    exceptSockets = Set.copyOf(exceptSockets);
  }
}
