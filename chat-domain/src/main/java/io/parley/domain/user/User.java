package io.parley.domain.user;

import java.util.Optional;

/**
 * What the host application shows of a user. The texts are the host's: any of them may be empty,
 * and none is checked here.
 *
 * @since 0.1
 */
public record User(
    UserId id, String name, String username, String profileName, Optional<String> profilePhoto) {

  /** Stands in for a user that the host no longer knows, so that old messages stay readable. */
  public static User unknown(UserId id) {
    return new User(id, "Unknown user", "", "", Optional.empty());
  }
}
