package io.parley.application.presence;

import io.parley.domain.presence.ConnectionId;
import io.parley.domain.user.UserId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * The connections of this process. Thread-safe; constant time for each change, whatever the number
 * of users; a user without a connection takes no memory. Adding or removing a connection twice is
 * the same as once.
 *
 * @since 0.1
 */
public final class LocalConnections {
  /** The sets are only touched inside of the map's atomic updates, and never empty. */
  private final ConcurrentMap<UserId, Set<ConnectionId>> connections = new ConcurrentHashMap<>();

  /** Notes a connection; true if it is the user's first here. */
  boolean add(UserId user, ConnectionId connection) {
    boolean[] first = new boolean[1];
    connections.compute(
        user,
        (id, open) -> {
          first[0] = open == null;
          Set<ConnectionId> after = open == null ? new HashSet<>(2) : open;
          after.add(connection);
          return after;
        });
    return first[0];
  }

  /** Forgets a connection; true if it was the user's last here. */
  boolean remove(UserId user, ConnectionId connection) {
    boolean[] last = new boolean[1];
    connections.computeIfPresent(
        user,
        (id, open) -> {
          last[0] = open.remove(connection) && open.isEmpty();
          return last[0] ? null : open;
        });
    return last[0];
  }

  /** How many users have a connection here, at this moment. */
  public int userCount() {
    return connections.size();
  }

  boolean contains(UserId user) {
    return connections.containsKey(user);
  }

  /** Those of {@code users} who have a connection here. */
  Set<UserId> among(Set<UserId> users) {
    return users.stream().filter(this::contains).collect(Collectors.toUnmodifiableSet());
  }

  /** All who have a connection here, at this moment. */
  Set<UserId> users() {
    return Set.copyOf(connections.keySet());
  }
}
