package io.parley.adapter.websocket.socketio;

/** Decides who may take the place of a socket whose connection was lost. */
@FunctionalInterface
public interface RecoveryGuard {
  /**
   * Compares the one who comes with the one who was lost, whose secret he knows. A front end may
   * well have changed its user in between.
   *
   * @param arriving has passed the middlewares; what they have attached is there
   * @param lost with its own attachment
   */
  boolean mayRecover(SocketIoSocket arriving, SocketIoSocket lost);
}
