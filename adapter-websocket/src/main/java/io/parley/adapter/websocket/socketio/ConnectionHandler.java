package io.parley.adapter.websocket.socketio;

/** Told of every socket that has entered a namespace, before its first event. */
@FunctionalInterface
public interface ConnectionHandler {
  void onConnection(SocketIoSocket socket) throws Exception;
}
