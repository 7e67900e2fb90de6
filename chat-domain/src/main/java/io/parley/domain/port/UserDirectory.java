package io.parley.domain.port;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.util.Map;
import java.util.Set;

/**
 * The host application's users. Thread-safe.
 *
 * @since 0.1
 */
public interface UserDirectory {
  /**
   * Looks users up in one round trip; may answer from a cache that is at most a minute old, but a
   * user whom it did not find is looked for again each time.
   *
   * @return the users that exist; an id without a user is not in it
   * @throws StoreUnavailableException if the host's users cannot be read
   */
  Map<UserId, User> find(Set<UserId> users);
}
