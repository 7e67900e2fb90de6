package io.parley.adapter.websocket.socketio;

/** The socket is gone, so what was asked of it will never be answered. */
public final class SocketDisconnectedException extends Exception {
  private static final long serialVersionUID = 1L;

  SocketDisconnectedException() {
    super("the socket has disconnected", null, false, false);
  }
}
