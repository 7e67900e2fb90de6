package io.parley.adapter.memory;

import io.parley.testkit.contract.ChangeFeedContract;
import io.parley.testkit.contract.Stores;
import java.time.Clock;

class MemoryChangeFeedTest implements ChangeFeedContract {
  private final Stores stores = MemoryStoresFixture.emptyStores(Clock.systemUTC());

  @Override
  public Stores stores() {
    return stores;
  }
}
