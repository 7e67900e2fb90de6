package io.parley.domain.presence;

import java.util.Objects;

/**
 * Names one connection of a user, such as a browser tab; unique over all nodes.
 *
 * @since 0.1
 */
public record ConnectionId(String text) {
  public ConnectionId {
    Objects.requireNonNull(text);
  }
}
