package io.parley.adapter.memory;

import io.parley.testkit.contract.MessageLogContract;
import io.parley.testkit.contract.Stores;
import java.time.Clock;

class MemoryMessageLogTest implements MessageLogContract {
  private final Stores stores = MemoryStoresFixture.emptyStores(Clock.systemUTC());

  @Override
  public Stores stores() {
    return stores;
  }
}
