package io.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.ConsumerOffsets;
import io.parley.domain.port.MessageLog.Position;
import io.parley.testkit.contract.ConsumerOffsetsContract;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

  @Test
  void givenClaimFromBeforeTheClockWasSetBack_whenAnotherNodeClaims_thenItDoesNotWaitAnHour() {
    Duration term = Duration.ofSeconds(15);
    assertThat(one.offsets().claim("hooks", UUID.randomUUID(), Position.START, term)).isPresent();
    assertThat(two.offsets().claim("hooks", UUID.randomUUID(), Position.START, term)).isEmpty();

    database.run(
        "UPDATE chat.consumer_offsets SET claimed_until = claimed_until + interval '1 hour'");

    assertThat(two.offsets().claim("hooks", UUID.randomUUID(), Position.START, term)).isPresent();
  }
}
