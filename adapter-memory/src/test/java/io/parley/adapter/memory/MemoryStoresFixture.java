package io.parley.adapter.memory;

import io.parley.testkit.contract.Stores;
import io.parley.testkit.fixture.Fixture;
import java.time.Clock;

/** Empty stores that know the users of the fixture. */
final class MemoryStoresFixture {
  private MemoryStoresFixture() {}

  static Stores emptyStores(Clock clock) {
    return stores(empty(clock));
  }

  static MemoryStores empty(Clock clock) {
    return MemoryStores.create(new MemoryUserDirectory(Fixture.users()), clock);
  }

  static Stores stores(MemoryStores stores) {
    return Stores.of(stores);
  }
}
