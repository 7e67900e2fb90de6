package io.parley.adapter.memory;

import io.parley.domain.port.SpendingLedger;
import io.parley.testkit.contract.SpendingLedgerContract;
import java.util.List;

class MemorySpendingLedgerTest implements SpendingLedgerContract {
  private final SpendingLedger ledger = new MemorySpendingLedger();

  @Override
  public List<SpendingLedger> nodes() {
    return List.of(ledger, ledger, ledger);
  }
}
