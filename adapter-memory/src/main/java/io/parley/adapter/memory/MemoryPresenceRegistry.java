package io.parley.adapter.memory;

import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.user.UserId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The users of the nodes of one process; no node is ever forgotten.
 *
 * @since 0.1
 */
public final class MemoryPresenceRegistry implements PresenceRegistry {
  /** Of each present user the nodes, and whether he is here; guarded by itself. */
  private final Map<UserId, Map<MemoryPresenceRegistry, Boolean>> present;

  private boolean known;

  private MemoryPresenceRegistry(Map<UserId, Map<MemoryPresenceRegistry, Boolean>> present) {
    this.present = present;
  }

  /** That of a node which is alone, or the first. */
  public static MemoryPresenceRegistry create() {
    return new MemoryPresenceRegistry(new ConcurrentHashMap<>());
  }

  /** That of one more node. */
  public MemoryPresenceRegistry join() {
    return new MemoryPresenceRegistry(present);
  }

  @Override
  public Set<UserId> arrive(Set<UserId> users) {
    synchronized (present) {
      return users.stream().filter(this::arrive).collect(Collectors.toUnmodifiableSet());
    }
  }

  private boolean arrive(UserId user) {
    boolean isNew = !present.containsKey(user);
    present.computeIfAbsent(user, id -> new ConcurrentHashMap<>()).put(this, true);
    return isNew;
  }

  @Override
  public void leave(Set<UserId> users) {
    synchronized (present) {
      users.forEach(this::leave);
    }
  }

  private void leave(UserId user) {
    Map<MemoryPresenceRegistry, Boolean> nodes = present.get(user);
    if (nodes != null) {
      nodes.replace(this, false);
    }
  }

  @Override
  public Set<UserId> forget(Set<UserId> users) {
    synchronized (present) {
      return users.stream().filter(this::forget).collect(Collectors.toUnmodifiableSet());
    }
  }

  private boolean forget(UserId user) {
    Map<MemoryPresenceRegistry, Boolean> nodes = present.get(user);
    if (nodes == null || nodes.remove(this) == null || !nodes.isEmpty()) {
      return false;
    }
    present.remove(user);
    return true;
  }

  @Override
  public Set<UserId> elsewhere(Set<UserId> users) {
    synchronized (present) {
      return users.stream().filter(this::isElsewhere).collect(Collectors.toUnmodifiableSet());
    }
  }

  private boolean isElsewhere(UserId user) {
    return present.getOrDefault(user, Map.of()).entrySet().stream()
        .anyMatch(node -> node.getKey() != this && node.getValue());
  }

  @Override
  public synchronized Pulse keepAlive() {
    boolean isNew = !known;
    known = true;
    return new Pulse(Set.of(), false, isNew);
  }
}
