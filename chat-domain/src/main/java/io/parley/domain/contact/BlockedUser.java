package io.parley.domain.contact;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.User;
import java.time.Instant;

/**
 * Somebody whom a user has blocked.
 *
 * @param since when
 * @since 0.1
 */
public record BlockedUser(User user, Instant since) {
  /** How many users one may have blocked at a time. */
  public static final int MAX = 10_000;

  /** The refusal for whoever blocks himself. */
  public static ChatException isSelf() {
    return new ChatException(ErrorCode.INVALID_REQUEST, "Cannot block yourself");
  }

  /** The refusal for whoever has blocked as many as one may. */
  public static ChatException tooMany() {
    return new ChatException(ErrorCode.INVALID_REQUEST, "One can block at most " + MAX + " users");
  }
}
