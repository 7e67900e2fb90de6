package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a client says that has been here before, in the payload of its CONNECT packet.
 *
 * @param privateId {@code pid}, the proof that it was that socket
 * @param offset that of the last event that it has seen; null if it has seen none
 */
record RecoveryClaim(String privateId, @Nullable String offset) {
  /** Null if the client does not claim to have been here. */
  static @Nullable RecoveryClaim of(JsonNode auth) {
    String privateId = auth.path("pid").textValue();
    return privateId == null ? null : new RecoveryClaim(privateId, auth.path("offset").textValue());
  }
}
