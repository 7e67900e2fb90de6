package io.parley.adapter.memory;

import io.parley.testkit.contract.Stores;
import io.parley.testkit.fixture.Fixture;
import java.time.Clock;

/** Empty stores that know the users of the fixture. */
final class MemoryStoresFixture {
  private MemoryStoresFixture() {}

  static Stores emptyStores(Clock clock) {
    MemoryUserDirectory users = new MemoryUserDirectory(Fixture.users());
    MemoryStores stores = MemoryStores.create(users, clock);
    return new Stores(
        stores.messages(),
        stores.history(),
        stores.search(),
        stores.log(),
        stores.conversations(),
        stores.receipts(),
        stores.changes(),
        users);
  }
}
