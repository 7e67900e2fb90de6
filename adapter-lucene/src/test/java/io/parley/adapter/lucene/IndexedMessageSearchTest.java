package io.parley.adapter.lucene;

import io.parley.testkit.contract.SearchContract;
import io.parley.testkit.contract.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What is in the index is found there. */
class IndexedMessageSearchTest implements SearchContract {
  @TempDir private Path directory;
  private IndexFixture index;

  @BeforeEach
  void open() {
    index = IndexFixture.open(IndexFixture.emptyStores(), directory);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Override
  public Stores stores() {
    return index.indexedStores();
  }
}
