package io.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.SpendingLedger;
import io.parley.testkit.contract.SpendingLedgerContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresSpendingLedgerTest implements SpendingLedgerContract {
  private final TestDatabase database = TestDatabase.create();
  private final List<PostgresStores> nodes =
      List.of(
          PostgresStores.open(database.config()),
          PostgresStores.open(database.config()),
          PostgresStores.open(database.config()));

  @BeforeEach
  void migrate() {
    SchemaMigration.migrate(nodes.get(0).dataSource());
  }

  @AfterEach
  void close() {
    nodes.forEach(PostgresStores::close);
    database.close();
  }

  @Override
  public List<SpendingLedger> nodes() {
    return nodes.stream().map(PostgresStores::spending).toList();
  }

  @Test
  void givenAccountThatNobodyHasTouchedForAMinute_whenOthersSpend_thenItIsForgotten() {
    SpendingLedger ledger = nodes().get(0);
    ledger.add(Map.of(SENDS, 3L));
    database.run("UPDATE chat.spending SET spent_at = spent_at - interval '61 s'");

    ledger.add(Map.of(SENDS_OF_BOB, 1L));

    assertThat(ledger.add(Map.of(SENDS, 1L))).isEqualTo(Map.of(SENDS, 1L));
  }
}
