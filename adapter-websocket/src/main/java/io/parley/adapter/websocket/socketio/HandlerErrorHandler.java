package io.parley.adapter.websocket.socketio;

/** Told when a handler of the application has failed; the connection goes on. */
@FunctionalInterface
public interface HandlerErrorHandler {
  /**
   * A handler has failed.
   *
   * @param event the event's name; {@code connection} or {@code disconnect} for those handlers,
   *     {@code connect} for a middleware
   */
  void onHandlerError(SocketIoSocket socket, String event, Throwable failure);
}
