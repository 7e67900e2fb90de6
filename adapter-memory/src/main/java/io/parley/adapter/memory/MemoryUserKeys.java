package io.parley.adapter.memory;

import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The numbers of one process, from 1; lost with it. */
public final class MemoryUserKeys implements UserKeys {
  private final Map<UserKey, UserId> numbers = new HashMap<>();
  private final Map<UserId, UserKey> keys = new HashMap<>();

  @Override
  public synchronized Map<UserKey, UserId> assign(Set<UserKey> wanted) {
    for (UserKey key : new TreeSet<>(wanted)) {
      UserId next = new UserId(numbers.size() + 1L);
      if (numbers.putIfAbsent(key, next) == null) {
        keys.put(next, key);
      }
    }
    return find(wanted);
  }

  @Override
  public synchronized Map<UserKey, UserId> find(Set<UserKey> wanted) {
    return amongst(numbers, wanted);
  }

  @Override
  public synchronized Map<UserId, UserKey> keysOf(Set<UserId> users) {
    return amongst(keys, users);
  }

  private static <K, V> Map<K, V> amongst(Map<K, V> all, Set<K> wanted) {
    Map<K, V> found = new HashMap<>();
    for (K one : wanted) {
      V value = all.get(one);
      if (value != null) {
        found.put(one, value);
      }
    }
    return found;
  }
}
