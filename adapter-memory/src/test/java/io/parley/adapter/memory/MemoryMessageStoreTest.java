package io.parley.adapter.memory;

import io.parley.testkit.contract.MessageStoreContract;
import io.parley.testkit.contract.Stores;
import java.time.Clock;

class MemoryMessageStoreTest implements MessageStoreContract {
  private final Stores stores = MemoryStoresFixture.emptyStores(Clock.systemUTC());

  @Override
  public Stores stores() {
    return stores;
  }
}
