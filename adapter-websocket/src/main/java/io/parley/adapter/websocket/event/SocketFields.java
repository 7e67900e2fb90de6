package io.parley.adapter.websocket.event;

import io.parley.adapter.websocket.socketio.SocketIoSocket;
import org.slf4j.spi.LoggingEventBuilder;

/** Names a socket and its user in a line of the log. */
final class SocketFields {
  private SocketFields() {}

  /**
   * @param socket one that was let in
   */
  static LoggingEventBuilder of(SocketIoSocket socket, LoggingEventBuilder line) {
    return line.addKeyValue("socketId", socket.id())
        .addKeyValue("userId", ChatSession.userOf(socket).value());
  }
}
