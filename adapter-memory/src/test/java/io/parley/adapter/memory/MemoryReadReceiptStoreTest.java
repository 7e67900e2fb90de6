package io.parley.adapter.memory;

import io.parley.testkit.contract.ReadReceiptStoreContract;
import io.parley.testkit.contract.Stores;
import java.time.Clock;

class MemoryReadReceiptStoreTest implements ReadReceiptStoreContract {
  private final Stores stores = MemoryStoresFixture.emptyStores(Clock.systemUTC());

  @Override
  public Stores stores() {
    return stores;
  }
}
