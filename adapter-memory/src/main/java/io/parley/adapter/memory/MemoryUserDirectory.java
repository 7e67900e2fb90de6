package io.parley.adapter.memory;

import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Users that the program itself lists; a change is seen at once.
 *
 * @since 0.1
 */
public final class MemoryUserDirectory implements UserDirectory {
  private final Map<UserId, User> users = new ConcurrentHashMap<>();

  public MemoryUserDirectory(Collection<User> users) {
    users.forEach(this::put);
  }

  /** Adds a user, or replaces what was known of him. */
  public void put(User user) {
    users.put(user.id(), user);
  }

  @Override
  public Map<UserId, User> find(Set<UserId> wanted) {
    Map<UserId, User> found = new HashMap<>();
    for (UserId id : wanted) {
      User user = users.get(id);
      if (user != null) {
        found.put(id, user);
      }
    }
    return found;
  }
}
