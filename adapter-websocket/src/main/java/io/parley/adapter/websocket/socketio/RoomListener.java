package io.parley.adapter.websocket.socketio;

/**
 * Is told when rooms come to be and cease to: with their first socket, and with the last one, lost
 * ones included. For one room the calls come one after the other, in the order of what happened;
 * they must not block, nor touch a room.
 */
public interface RoomListener {
  void created(String room);

  void deleted(String room);
}
