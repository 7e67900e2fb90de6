package io.parley.adapter.websocket.connection;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request that opened a session, as far as it is kept.
 *
 * @param query the first value of each query parameter, without those of Engine.IO itself
 * @param headers by lower-case name, those that {@link EngineConfig#keptHeaders} names
 * @param remoteAddress of the peer; a proxy's, if there is one in between and Jetty was not told to
 *     believe it
 * @param issued when the session was opened
 */
public record HandshakeRequest(
    Map<String, String> query,
    Map<String, String> headers,
    String remoteAddress,
    boolean secure,
    Instant issued) {

  public HandshakeRequest {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /**
   * A header's value, or null.
   *
   * @param lowerCaseName such as {@code authorization}
   */
  public @Nullable String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }
}
