package io.parley.bench.client;

/** What a scenario hears of one connection; called on the loop's thread. */
public interface SocketListener {
  /** The connection is being opened; it may be closed from here on. */
  default void opening(WireSocket socket) {}

  /** The server accepted the connection and its token. */
  void connected(WireSocket socket);

  /** An event came; the text is valid during the call only. */
  void event(WireSocket socket, Text event);

  /** The answer to {@link WireSocket#emit} came. */
  void acknowledged(WireSocket socket, int ackId, Text data);

  /** The connection failed or ended. */
  void closed(String reason);
}
