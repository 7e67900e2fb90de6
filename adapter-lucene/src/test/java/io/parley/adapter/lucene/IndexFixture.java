package io.parley.adapter.lucene;

import io.parley.adapter.memory.MemoryStores;
import io.parley.adapter.memory.MemoryUserDirectory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageLog.Position;
import io.parley.testkit.contract.Stores;
import io.parley.testkit.fixture.Await;
import io.parley.testkit.fixture.Fixture;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Stores in memory with an index over them that is asked whatever there is. */
final class IndexFixture implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(3);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Stores stores;
  private IndexedMessageSearch search;

  private IndexFixture(Stores stores, Path directory, MessageLog log, Duration limit) {
    this.stores = stores;
    this.search = IndexedMessageSearch.open(directory, log, stores.history(), PAUSE, 0, limit);
  }

  static Stores emptyStores() {
    MemoryUserDirectory users = new MemoryUserDirectory(Fixture.users());
    MemoryStores stores = MemoryStores.create(users, Clock.systemUTC());
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

  static IndexFixture open(Stores stores, Path directory) {
    return open(stores, directory, stores.log());
  }

  static IndexFixture open(Stores stores, Path directory, MessageLog log) {
    return new IndexFixture(stores, directory, log, LIMIT);
  }

  static IndexFixture open(Stores stores, Path directory, Duration limit) {
    return new IndexFixture(stores, directory, stores.log(), limit);
  }

  /** Searches that go to the index and to the log, as it happens. */
  Stores stores() {
    return stores.with(search);
  }

  /** Searches that find everything in the index. */
  Stores indexedStores() {
    return stores.with(
        (scope, text, request) -> {
          awaitIndexed();
          return search.search(scope, text, request);
        });
  }

  void awaitIndexed() {
    Position end = stores.log().after(Position.START, Integer.MAX_VALUE).end();
    long giveUpAt = System.nanoTime() + Await.DEADLINE.toNanos();
    while (search.position().message() < end.message()
        || search.position().change() < end.change()) {
      if (System.nanoTime() - giveUpAt > 0) {
        throw new AssertionError("the index is at " + search.position() + ", not at " + end);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    search.close();
  }
}
