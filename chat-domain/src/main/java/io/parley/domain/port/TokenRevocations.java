package io.parley.domain.port;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Map;

/**
 * From when on a user's tokens count, as the host has said: those issued until then are void before
 * their end. Durable, and the same for all nodes. Thread-safe; blocks, and throws {@link
 * StoreUnavailableException} if there is no answer.
 *
 * @since 0.1
 */
public interface TokenRevocations {
  /**
   * Voids a user's tokens; durably, once it returns. An earlier moment than the one that holds
   * already changes nothing.
   *
   * @param notBefore tokens issued at this moment or before are void
   * @return the moment that holds from now on
   */
  Instant revoke(UserId user, Instant notBefore);

  /**
   * What was revoked since an earlier look. Nothing is skipped that is stored late; the same may be
   * told twice.
   *
   * @param mark {@link Revoked#mark} of the earlier look, {@value #BEGINNING} for everything
   */
  Revoked since(long mark);

  /** The mark before the first look. */
  long BEGINNING = 0;

  /**
   * Revocations that a look has found.
   *
   * @param notBefore of each user the moment that holds
   * @param mark where the next look begins
   */
  record Revoked(Map<UserId, Instant> notBefore, long mark) {
    public Revoked {
      notBefore = Map.copyOf(notBefore);
    }
  }
}
