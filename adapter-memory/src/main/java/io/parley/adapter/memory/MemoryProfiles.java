package io.parley.adapter.memory;

import io.parley.domain.port.ProfileStore;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.ProfileUpdate;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Users as somebody says that they are; the directory for stores in memory. */
public final class MemoryProfiles implements ProfileStore, UserDirectory {
  private final Map<UserId, ProfileUpdate> stored = new ConcurrentHashMap<>();

  @Override
  public void store(Collection<ProfileUpdate> updates) {
    for (ProfileUpdate update : updates) {
      stored.merge(
          update.user(),
          update,
          (known, said) -> said.saidAt().isBefore(known.saidAt()) ? known : said.over(known));
    }
  }

  @Override
  public void remove(Set<UserId> users, Instant asOf) {
    for (UserId user : users) {
      stored.computeIfPresent(user, (same, known) -> known.saidAt().isAfter(asOf) ? known : null);
    }
  }

  @Override
  public Map<UserId, User> find(Set<UserId> users) {
    Map<UserId, User> found = new HashMap<>();
    for (UserId user : users) {
      ProfileUpdate known = stored.get(user);
      if (known != null) {
        found.put(user, known.toUser());
      }
    }
    return found;
  }
}
