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
  /** What we give out is shorter; a claim is kept for as long as its socket. */
  private static final int MAX_CHARACTERS = 128;

  /** Null if the client does not claim to have been here, or cannot have been. */
  static @Nullable RecoveryClaim of(JsonNode auth) {
    String privateId = auth.path("pid").textValue();
    String offset = auth.path("offset").textValue();
    boolean tooLong =
        (privateId != null && privateId.length() > MAX_CHARACTERS)
            || (offset != null && offset.length() > MAX_CHARACTERS);
    return privateId == null || tooLong ? null : new RecoveryClaim(privateId, offset);
  }
}
