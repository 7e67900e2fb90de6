package io.parley.adapter.memory;

import io.parley.testkit.contract.SearchContract;
import io.parley.testkit.contract.Stores;
import java.time.Clock;

class MemoryMessageSearchTest implements SearchContract {
  private final Stores stores = MemoryStoresFixture.emptyStores(Clock.systemUTC());

  @Override
  public Stores stores() {
    return stores;
  }
}
