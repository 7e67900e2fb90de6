package io.parley.domain.port;

import io.parley.domain.presence.ConnectionId;
import io.parley.domain.user.UserId;
import java.util.Set;

/**
 * Which users have an open connection. Thread-safe, does not block; nothing is stored durably.
 * Adding or removing a connection twice is the same as once.
 */
public interface PresenceRegistry {
  /** Notes a connection; true if it is the user's first. */
  boolean connected(UserId user, ConnectionId connection);

  /** Forgets a connection; true if it was the user's last. */
  boolean disconnected(UserId user, ConnectionId connection);

  /** Those of {@code users} who have a connection. */
  Set<UserId> online(Set<UserId> users);
}
