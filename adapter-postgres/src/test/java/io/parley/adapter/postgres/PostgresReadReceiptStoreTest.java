package io.parley.adapter.postgres;

import io.parley.testkit.contract.ReadReceiptStoreContract;
import io.parley.testkit.contract.Stores;
import org.junit.jupiter.api.AfterEach;

class PostgresReadReceiptStoreTest implements ReadReceiptStoreContract {
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
