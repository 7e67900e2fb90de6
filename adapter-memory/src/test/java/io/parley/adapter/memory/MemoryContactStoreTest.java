package io.parley.adapter.memory;

import io.parley.domain.port.BlockStore;
import io.parley.domain.port.ContactStore;
import io.parley.testkit.contract.ContactStoreContract;
import io.parley.testkit.contract.Stores;
import java.time.Clock;

class MemoryContactStoreTest implements ContactStoreContract {
  private final MemoryStores memory = MemoryStoresFixture.empty(Clock.systemUTC());
  private final Stores stores = MemoryStoresFixture.stores(memory);

  @Override
  public Stores stores() {
    return stores;
  }

  @Override
  public ContactStore contacts() {
    return memory.contacts();
  }

  @Override
  public BlockStore blocks() {
    return memory.blocks();
  }
}
