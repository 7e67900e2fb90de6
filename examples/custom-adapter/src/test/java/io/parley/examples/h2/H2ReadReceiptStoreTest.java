package io.parley.examples.h2;

import io.parley.testkit.contract.ReadReceiptStoreContract;
import io.parley.testkit.contract.Stores;
import org.junit.jupiter.api.AfterEach;

class H2ReadReceiptStoreTest implements ReadReceiptStoreContract {
  private final H2Fixture fixture = new H2Fixture();

  @Override
  public Stores stores() {
    return fixture.stores();
  }

  @AfterEach
  void close() {
    fixture.close();
  }
}
