package io.parley.application.presence;

import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.user.UserId;
import java.util.HashSet;
import java.util.Set;

/**
 * Says which of some users have a connection right now, on whatever node.
 *
 * @since 0.1
 */
public final class CheckOnline {
  private final LocalConnections here;
  private final PresenceRegistry registry;

  public CheckOnline(LocalConnections here, PresenceRegistry registry) {
    this.here = here;
    this.registry = registry;
  }

  /**
   * Looks here first; asks for the others, which may block.
   *
   * @throws io.parley.domain.error.StoreUnavailableException if other nodes may have some of them
   *     and cannot be asked
   */
  public Set<UserId> among(Set<UserId> users) {
    Set<UserId> online = new HashSet<>(here.among(users));
    Set<UserId> others = new HashSet<>(users);
    others.removeAll(online);
    if (!others.isEmpty()) {
      online.addAll(registry.elsewhere(others));
    }
    return Set.copyOf(online);
  }
}
