package io.parley.domain.user;

import java.time.Instant;
import java.util.Optional;

/**
 * Whom a valid token names, and what it says of him.
 *
 * @param issuedAt when it said so; empty if it does not tell
 * @param photo as the token has it, an address or not
 * @since 0.1
 */
public record Bearer(
    UserKey key,
    Optional<Instant> issuedAt,
    Optional<String> name,
    Optional<String> username,
    Optional<String> photo) {

  /**
   * What the token says of the user that he is here.
   *
   * @param now stands for a time of issue that is missing, or still to come
   */
  public ProfileUpdate profileOf(UserId user, Instant now) {
    return new ProfileUpdate(
        user,
        name.or(() -> username),
        username,
        name.or(() -> username),
        photo,
        issuedAt.filter(now::isAfter).orElse(now));
  }
}
