package io.parley.adapter.postgres;

import io.parley.testkit.contract.SearchContract;
import io.parley.testkit.contract.Stores;
import org.junit.jupiter.api.AfterEach;

class PostgresMessageSearchTest implements SearchContract {
  private final PostgresFixture fixture = new PostgresFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Override
  public Stores stores() {
    return fixture.stores();
  }
}
