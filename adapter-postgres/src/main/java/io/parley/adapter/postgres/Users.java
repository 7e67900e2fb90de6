package io.parley.adapter.postgres;

import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The users that some rows name, looked up together; one whom the host has dropped has a stand-in.
 */
final class Users {
  private final Map<UserId, User> found;

  private Users(Map<UserId, User> found) {
    this.found = found;
  }

  static Users of(UserDirectory directory, Set<UserId> ids) {
    return new Users(ids.isEmpty() ? Map.of() : directory.find(new HashSet<>(ids)));
  }

  User get(long id) {
    return User.in(found, new UserId(id));
  }
}
