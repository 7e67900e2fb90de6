package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A socket may not enter a namespace. The client gets CONNECT_ERROR {@code {"message":…}}, and
 * {@code "data"} if there is any (Socket.IO protocol, "Connection to a namespace"): the official
 * clients do not try again by themselves then. One that is refused for now loses its connection
 * instead, and they do.
 */
public final class ConnectRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable JsonNode data;
  private final boolean forNow;

  public ConnectRefused(String message) {
    this(message, null);
  }

  /**
   * @param message shown to the client
   * @param data shown to the client as well
   */
  public ConnectRefused(String message, @Nullable JsonNode data) {
    this(message, data, false);
  }

  private ConnectRefused(String message, @Nullable JsonNode data, boolean forNow) {
    super(message, null, false, false); // an answer, not a fault: no stack trace
    this.data = data;
    this.forNow = forNow;
  }

  /**
   * Closes the client's connection, so that it comes again after a while.
   *
   * @param message shown to nobody
   */
  public static ConnectRefused forNow(String message) {
    return new ConnectRefused(message, null, true);
  }

  boolean isForNow() {
    return forNow;
  }

  public @Nullable JsonNode data() {
    return data;
  }
}
