package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.adapter.websocket.connection.HandshakeRequest;

/**
 * How a socket came to be.
 *
 * @param auth the payload of its CONNECT packet; an empty object if there was none
 * @param request the HTTP request that opened the connection
 */
public record Handshake(JsonNode auth, HandshakeRequest request) {
  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  Handshake withoutAuth() {
    return new Handshake(NOTHING, request);
  }
}
