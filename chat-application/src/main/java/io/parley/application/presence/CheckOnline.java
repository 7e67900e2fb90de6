package io.parley.application.presence;

import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.user.UserId;
import java.util.Set;

/** Says which of some users have a connection right now. */
public final class CheckOnline {
  private final PresenceRegistry registry;

  public CheckOnline(PresenceRegistry registry) {
    this.registry = registry;
  }

  public Set<UserId> among(Set<UserId> users) {
    return registry.online(users);
  }
}
