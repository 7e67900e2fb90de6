package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A socket may not enter a namespace. The client gets CONNECT_ERROR {@code {"message":…}}, and
 * {@code "data"} if there is any (Socket.IO protocol, "Connection to a namespace").
 */
public final class ConnectRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable JsonNode data;

  public ConnectRefused(String message) {
    this(message, null);
  }

  /**
   * @param message shown to the client
   * @param data shown to the client as well
   */
  public ConnectRefused(String message, @Nullable JsonNode data) {
    super(message, null, false, false); // an answer, not a fault: no stack trace
    this.data = data;
  }

  public @Nullable JsonNode data() {
    return data;
  }
}
