package io.parley.adapter.websocket.connection;

/** Why a session ended. The texts are those of the Node.js server, where it has the same reason. */
public enum CloseReason {
  /** The client closed it, or the connection broke. */
  TRANSPORT_CLOSE("transport close"),
  /** The client broke the rules of the transport: overlapping polls, an oversized frame. */
  TRANSPORT_ERROR("transport error"),
  /** No answer to a ping within the ping timeout. */
  PING_TIMEOUT("ping timeout"),
  /** A packet that could not be understood. */
  PARSE_ERROR("parse error"),
  /** The application closed it. */
  FORCED_CLOSE("forced close"),
  /** The client did not take what was sent to it and its send queue was full. */
  SLOW_CONSUMER("slow consumer"),
  /** The client opened a session and then asked for nothing. */
  CONNECT_TIMEOUT("connect timeout"),
  /** The server is stopping; clients are expected to connect again. */
  SERVER_SHUTDOWN("server shutting down");

  private final String text;

  CloseReason(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
