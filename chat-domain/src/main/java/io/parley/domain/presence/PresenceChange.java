package io.parley.domain.presence;

import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Set;

/**
 * A user's first connection came, or the last one has gone.
 *
 * @param audience the users with whom this one shares a conversation
 * @since 0.1
 */
public record PresenceChange(UserId user, boolean online, Instant at, Set<UserId> audience) {
  public PresenceChange {
    audience = Set.copyOf(audience);
  }
}
