package io.parley.application.user;

import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The keys of a host whose users have numbers already: each is its own. Nothing is stored; what is
 * no number has none.
 *
 * @since 0.1
 */
public final class NumberKeys implements UserKeys {
  @Override
  public Map<UserKey, UserId> assign(Set<UserKey> keys) {
    return find(keys);
  }

  @Override
  public Map<UserKey, UserId> find(Set<UserKey> keys) {
    Map<UserKey, UserId> numbers = new HashMap<>();
    for (UserKey key : keys) {
      if (UserKeyForm.NUMBER.parse(key.text()).filter(key::equals).isPresent()) {
        numbers.put(key, new UserId(Long.parseLong(key.text())));
      }
    }
    return numbers;
  }

  @Override
  public Map<UserId, UserKey> keysOf(Set<UserId> users) {
    Map<UserId, UserKey> keys = new HashMap<>();
    users.forEach(user -> keys.put(user, new UserKey(Long.toString(user.value()))));
    return keys;
  }
}
