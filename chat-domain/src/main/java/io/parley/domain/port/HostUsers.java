package io.parley.domain.port;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Users of a host that has no table here, and can be asked. Thread-safe; never blocks, and
 * remembers nothing.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HostUsers {
  /** How many may be asked for at a time. */
  int MAX_USERS = 100;

  /**
   * Asks the host for users.
   *
   * @param users their numbers, and what the host calls them; 1 to {@value #MAX_USERS}
   * @return those that exist, as they are now; fails with {@link StoreUnavailableException} if the
   *     host does not answer in time, or with something else: asking again is safe
   */
  CompletionStage<Map<UserId, User>> find(Map<UserId, UserKey> users);
}
