package io.parley.adapter.websocket.connection;

import java.util.Collection;
import java.util.Set;

/**
 * Which web pages may connect, by the {@code Origin} header of their requests, polling and
 * WebSocket alike. Pages of this server itself and clients that send no origin are not asked about.
 */
@FunctionalInterface
public interface OriginPolicy {
  /**
   * Whether pages of that origin may connect.
   *
   * @param origin as the browser sends it, such as {@code https://chat.example.org}
   */
  boolean allows(String origin);

  /**
   * Allows exactly these origins.
   *
   * @param origins scheme, host and port if it is not the default one; no trailing slash
   * @throws IllegalArgumentException if {@code *} is among them: pages may send credentials, which
   *     are not for everybody's pages
   */
  static OriginPolicy of(Collection<String> origins) {
    Set<String> allowed = Set.copyOf(origins);
    if (allowed.contains("*")) {
      throw new IllegalArgumentException("origins have to be named, * names none");
    }
    return allowed::contains;
  }
}
