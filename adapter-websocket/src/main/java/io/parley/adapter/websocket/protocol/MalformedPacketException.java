package io.parley.adapter.websocket.protocol;

/** What a peer sent is not a packet of the protocol. Whoever sent it gets its connection closed. */
public final class MalformedPacketException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedPacketException(String message) {
    super(message);
  }

  public MalformedPacketException(String message, Throwable cause) {
    super(message, cause);
  }
}
