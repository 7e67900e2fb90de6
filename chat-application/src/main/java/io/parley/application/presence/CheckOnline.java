package io.parley.application.presence;

import io.parley.domain.conversation.Participants;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.user.UserId;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says which of some users have a connection right now, on whatever node.
 *
 * @since 0.1
 */
public final class CheckOnline {
  private final LocalConnections here;
  private final PresenceRegistry registry;
  private final Silence silence;

  public CheckOnline(LocalConnections here, PresenceRegistry registry) {
    this(here, registry, Silence.none());
  }

  /**
   * @param silence says who is offline for whom, connections or not
   */
  public CheckOnline(LocalConnections here, PresenceRegistry registry, Silence silence) {
    this.here = here;
    this.registry = registry;
    this.silence = silence;
  }

  /**
   * As {@link #among(Set)}, as one user sees it: who has blocked him, or whom he has, is offline.
   *
   * @throws io.parley.domain.error.StoreUnavailableException as there, or if it is not to be known
   *     who is blocked
   */
  public Set<UserId> among(Set<UserId> users, UserId viewer) {
    Set<UserId> online = new HashSet<>(among(users));
    Set<Participants> pairs =
        online.stream()
            .filter(user -> !user.equals(viewer))
            .map(user -> Participants.of(user, viewer))
            .collect(Collectors.toSet());
    if (!pairs.isEmpty()) {
      silence.among(pairs).forEach(pair -> online.remove(pair.otherThan(viewer)));
    }
    return Set.copyOf(online);
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
