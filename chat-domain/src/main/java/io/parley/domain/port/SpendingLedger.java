package io.parley.domain.port;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.limit.Account;
import java.util.Map;

/**
 * What was spent of accounts on all nodes of a cluster together. Not durable: an account that
 * nobody has touched for {@value #LIFE_SECONDS} seconds may begin again at zero. Thread-safe;
 * blocks for a constant number of round trips and throws {@link StoreUnavailableException} if there
 * is no answer: then what was to be added is lost, or is not.
 *
 * @since 0.1
 */
public interface SpendingLedger {
  /** For how long an account is kept at least after it was last touched, in seconds. */
  int LIFE_SECONDS = 60;

  /**
   * Adds what was spent here.
   *
   * @param spent at least 1 each
   * @return of each of these accounts what was spent on all nodes, this included
   */
  Map<Account, Long> add(Map<Account, Long> spent);
}
