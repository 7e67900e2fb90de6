package io.parley.adapter.websocket.socketio;

import io.parley.adapter.websocket.connection.CloseReason;

/** Why a socket left its namespace. The texts are those of the Node.js server. */
public enum DisconnectReason {
  /** The client left this namespace; the connection may go on. */
  CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),
  /** {@link SocketIoSocket#disconnect}. */
  SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),
  TRANSPORT_CLOSE(CloseReason.TRANSPORT_CLOSE.text()),
  TRANSPORT_ERROR(CloseReason.TRANSPORT_ERROR.text()),
  PING_TIMEOUT(CloseReason.PING_TIMEOUT.text()),
  PARSE_ERROR(CloseReason.PARSE_ERROR.text()),
  FORCED_CLOSE(CloseReason.FORCED_CLOSE.text()),
  SLOW_CONSUMER(CloseReason.SLOW_CONSUMER.text()),
  SERVER_SHUTDOWN(CloseReason.SERVER_SHUTDOWN.text());

  private final String text;

  DisconnectReason(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Whether the connection was lost rather than ended by somebody's will. */
  boolean isLoss() {
    return switch (this) {
      case TRANSPORT_CLOSE, TRANSPORT_ERROR, PING_TIMEOUT, SLOW_CONSUMER -> true;
      case CLIENT_NAMESPACE_DISCONNECT,
          SERVER_NAMESPACE_DISCONNECT,
          PARSE_ERROR,
          FORCED_CLOSE,
          SERVER_SHUTDOWN ->
          false;
    };
  }

  static DisconnectReason of(CloseReason reason) {
    return switch (reason) {
      case TRANSPORT_CLOSE -> TRANSPORT_CLOSE;
      case TRANSPORT_ERROR -> TRANSPORT_ERROR;
      case PING_TIMEOUT -> PING_TIMEOUT;
      case PARSE_ERROR -> PARSE_ERROR;
      case FORCED_CLOSE, CONNECT_TIMEOUT -> FORCED_CLOSE;
      case SLOW_CONSUMER -> SLOW_CONSUMER;
      case SERVER_SHUTDOWN -> SERVER_SHUTDOWN;
    };
  }
}
