package io.parley.adapter.rest;

import io.parley.domain.user.UserId;
import java.time.Instant;

/** The body of a successful {@code POST /api/admin/users/:id/disconnect}. */
record DisconnectedResponse(boolean success, String message, Revocation data) {
  /**
   * What holds now.
   *
   * @param notBefore tokens issued until then are void
   */
  record Revocation(long userId, String notBefore) {}

  static DisconnectedResponse of(UserId user, Instant notBefore) {
    return new DisconnectedResponse(
        true, "User disconnected", new Revocation(user.value(), WireTime.text(notBefore)));
  }
}
