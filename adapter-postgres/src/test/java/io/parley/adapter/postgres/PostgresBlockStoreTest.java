package io.parley.adapter.postgres;

import io.parley.domain.port.BlockStore;
import io.parley.domain.port.ContactStore;
import io.parley.domain.user.UserId;
import io.parley.testkit.contract.BlockStoreContract;
import io.parley.testkit.contract.Stores;
import org.junit.jupiter.api.AfterEach;

class PostgresBlockStoreTest implements BlockStoreContract {
  private final PostgresFixture fixture = new PostgresFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Override
  public Stores stores() {
    return fixture.stores();
  }

  @Override
  public ContactStore contacts() {
    return fixture.postgres().contacts();
  }

  @Override
  public BlockStore blocks() {
    return fixture.postgres().blocks();
  }

  @Override
  public void blockAll(UserId user, long from, long beforeId) {
    fixture
        .database()
        .run(
            "INSERT INTO chat.user_blocks (user_id, blocked_id) SELECT %d, n FROM generate_series(%d, %d) n"
                .formatted(user.value(), from, beforeId - 1));
  }
}
