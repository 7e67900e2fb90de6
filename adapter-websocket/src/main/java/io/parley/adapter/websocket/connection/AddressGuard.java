package io.parley.adapter.websocket.connection;

/** Decides whether a client may open one more session, before anything else is known of it. */
@FunctionalInterface
public interface AddressGuard {
  /**
   * Asked for each handshake; must not block.
   *
   * @param remoteAddress as {@link HandshakeRequest#remoteAddress}
   * @return false to answer with 429 and {@code Retry-After}
   */
  boolean admits(String remoteAddress);

  /**
   * What a session is counted under, for {@link EngineConfig#maxSessionsPerAddress}: the same for
   * all addresses that one client may use.
   */
  default String countedAs(String remoteAddress) {
    return remoteAddress;
  }
}
