package io.parley.adapter.memory;

import io.parley.testkit.contract.ConversationStoreContract;
import io.parley.testkit.contract.Stores;
import java.time.Clock;

class MemoryConversationStoreTest implements ConversationStoreContract {
  private final Stores stores = MemoryStoresFixture.emptyStores(Clock.systemUTC());

  @Override
  public Stores stores() {
    return stores;
  }
}
