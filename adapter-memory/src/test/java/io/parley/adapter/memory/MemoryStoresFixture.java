package io.parley.adapter.memory;

import io.parley.testkit.contract.Stores;
import io.parley.testkit.fixture.Fixture;
import java.time.Clock;

/** Empty stores that know the users of the fixture. */
final class MemoryStoresFixture {
  private MemoryStoresFixture() {}

  static Stores emptyStores(Clock clock) {
    return Stores.of(MemoryStores.create(new MemoryUserDirectory(Fixture.users()), clock));
  }
}
