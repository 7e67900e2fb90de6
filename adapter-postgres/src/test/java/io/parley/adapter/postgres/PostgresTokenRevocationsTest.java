package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.TokenRevocations;
import io.parley.testkit.contract.TokenRevocationsContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresTokenRevocationsTest implements TokenRevocationsContract {
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
  public List<TokenRevocations> nodes() {
    return List.of(one.revocations(), two.revocations());
  }

  @Test
  void givenRevocationThatIsCommittedLate_whenLookedAtAfterwards_thenItIsFound()
      throws SQLException {
    try (Connection slow = one.dataSource().getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute("INSERT INTO chat.token_revocations VALUES (1, now(), clock_timestamp())");
      long mark = two.revocations().since(TokenRevocations.BEGINNING).mark();

      slow.commit();

      assertThat(two.revocations().since(mark).notBefore()).containsOnlyKeys(ALICE);
    }
  }
}
