package io.parley.domain.port;

import io.parley.domain.error.RateLimitedException;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;

/**
 * Keeps one user, or one address, from using up what is there for all. Thread-safe; never blocks.
 *
 * @since 0.1
 */
public interface RateLimiter {
  /**
   * Counts one use of an account.
   *
   * @throws RateLimitedException if there is nothing left for now; then it is not counted
   */
  void spend(Account account);

  /**
   * Counts something that comes from an address, before it is known from whom.
   *
   * @param address of the client, as text; all of one {@link io.parley.domain.limit.AddressBlock}
   *     count together
   * @throws RateLimitedException if there is nothing left for now; then it is not counted
   */
  void spend(LimitedAction action, String address);

  /** One that refuses nothing. */
  static RateLimiter unlimited() {
    return new RateLimiter() {
      @Override
      public void spend(Account account) {
        // there is always more
      }

      @Override
      public void spend(LimitedAction action, String address) {
        // there is always more
      }
    };
  }
}
