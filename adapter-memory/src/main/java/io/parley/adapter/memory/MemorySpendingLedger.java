package io.parley.adapter.memory;

import io.parley.domain.limit.Account;
import io.parley.domain.port.SpendingLedger;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the nodes of one process have spent; kept for as long as the process.
 *
 * @since 0.1
 */
public final class MemorySpendingLedger implements SpendingLedger {
  private final Map<Account, Long> totals = new ConcurrentHashMap<>();

  @Override
  public Map<Account, Long> add(Map<Account, Long> spent) {
    Map<Account, Long> after = new HashMap<>();
    spent.forEach((account, count) -> after.put(account, totals.merge(account, count, Long::sum)));
    return after;
  }
}
