package io.parley.domain.port;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Numbers for the users of a host that has other keys: each key has one number, for ever, and no
 * number has two keys. Durable, and the same for all nodes. Thread-safe; blocks for a round trip or
 * two, and throws {@link StoreUnavailableException} if there is no answer.
 *
 * @since 0.1
 */
public interface UserKeys {
  /**
   * The numbers of some keys; those that have none are given the next ones. Whoever asks for the
   * same key at the same moment, on whatever node, gets the same number. Asking again is safe.
   *
   * @param keys of users whom the host vouches for: each stays
   * @return a number for each key
   */
  Map<UserKey, UserId> assign(Set<UserKey> keys);

  /** As above, for one key. */
  default UserId assign(UserKey key) {
    return Objects.requireNonNull(assign(Set.of(key)).get(key), "a key without a number");
  }

  /** The numbers of those keys that have one; gives none. */
  Map<UserKey, UserId> find(Set<UserKey> keys);

  /** The keys of those numbers that have one. */
  Map<UserId, UserKey> keysOf(Set<UserId> users);
}
