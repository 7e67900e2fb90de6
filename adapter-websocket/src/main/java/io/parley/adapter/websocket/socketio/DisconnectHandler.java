package io.parley.adapter.websocket.socketio;

/**
 * Told once of every socket that has left a namespace, after the last of its events has been
 * handled. Its rooms are gone and nothing reaches it any more; its attachment is still there. A
 * socket that lost its connection may come back, and connection handlers are then told of it again.
 */
@FunctionalInterface
public interface DisconnectHandler {
  void onDisconnect(SocketIoSocket socket, DisconnectReason reason) throws Exception;
}
