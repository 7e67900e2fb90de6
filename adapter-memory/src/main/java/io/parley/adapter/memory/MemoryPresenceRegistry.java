package io.parley.adapter.memory;

import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.user.UserId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * The connections of this process. Constant time for each change, whatever the number of users; a
 * user without a connection takes no memory.
 */
public final class MemoryPresenceRegistry implements PresenceRegistry {
  /** The sets are only touched inside of the map's atomic updates, and never empty. */
  private final ConcurrentMap<UserId, Set<ConnectionId>> connections = new ConcurrentHashMap<>();

  @Override
  public boolean connected(UserId user, ConnectionId connection) {
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

  @Override
  public boolean disconnected(UserId user, ConnectionId connection) {
    boolean[] last = new boolean[1];
    connections.computeIfPresent(
        user,
        (id, open) -> {
          last[0] = open.remove(connection) && open.isEmpty();
          return last[0] ? null : open;
        });
    return last[0];
  }

  @Override
  public Set<UserId> online(Set<UserId> users) {
    return users.stream().filter(connections::containsKey).collect(Collectors.toUnmodifiableSet());
  }
}
