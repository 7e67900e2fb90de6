package io.parley.adapter.postgres;

import io.parley.domain.port.ConsumerOffsets;
import io.parley.testkit.contract.ConsumerOffsetsContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresConsumerOffsetsTest implements ConsumerOffsetsContract {
  private final TestDatabase database = TestDatabase.create();
  private final PostgresStores one = PostgresStores.open(database.config());
  private final PostgresStores two = PostgresStores.open(database.config());

  @BeforeEach
  void migrate() {
    SchemaMigration.migrate(one.dataSource());
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    database.close();
  }

  @Override
  public List<ConsumerOffsets> nodes() {
    return List.of(one.offsets(), two.offsets());
  }
}
