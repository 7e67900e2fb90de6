package io.parley.adapter.memory;

import io.parley.testkit.contract.MessageHistoryContract;
import io.parley.testkit.contract.Stores;
import java.time.Clock;

class MemoryMessageHistoryTest implements MessageHistoryContract {
  private final Stores stores = MemoryStoresFixture.emptyStores(Clock.systemUTC());

  @Override
  public Stores stores() {
    return stores;
  }
}
