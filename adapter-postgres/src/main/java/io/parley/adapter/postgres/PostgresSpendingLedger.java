package io.parley.adapter.postgres;

import io.parley.domain.limit.Account;
import io.parley.domain.port.SpendingLedger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The table {@code chat.spending}; what is old is deleted on the way. */
final class PostgresSpendingLedger implements SpendingLedger {
  private static final int FORGOTTEN_AT_A_TIME = 1_000;

  private final Database database;

  PostgresSpendingLedger(Database database) {
    this.database = database;
  }

  private static String name(Account account) {
    return account.action().name() + ":" + account.user().value();
  }

  @Override
  public Map<Account, Long> add(Map<Account, Long> spent) {
    if (spent.isEmpty()) {
      return Map.of();
    }
    Map<String, Account> accounts = new TreeMap<>(); // everybody locks them in the same order
    spent.keySet().forEach(account -> accounts.put(name(account), account));
    String[] names = accounts.keySet().toArray(String[]::new);
    Long[] counts = accounts.values().stream().map(spent::get).toArray(Long[]::new);
    return database.write(
        dsl -> {
          Map<Account, Long> totals = new HashMap<>();
          dsl.fetch(
                  """
                  INSERT INTO chat.spending AS held (account, total, spent_at)
                  SELECT name, count, clock_timestamp()
                  FROM unnest(?::text[], ?::bigint[]) WITH ORDINALITY AS added (name, count, place)
                  ORDER BY place
                  ON CONFLICT (account) DO UPDATE
                  SET total = held.total + excluded.total, spent_at = excluded.spent_at
                  RETURNING account, total
                  """,
                  names,
                  counts)
              .forEach(
                  row ->
                      totals.put(accounts.get(row.get(0, String.class)), row.get(1, Long.class)));
          dsl.execute(
              """
              DELETE FROM chat.spending WHERE account IN (
                SELECT account FROM chat.spending
                WHERE spent_at < clock_timestamp() - make_interval(secs => ?)
                LIMIT ? FOR UPDATE SKIP LOCKED)
              """,
              LIFE_SECONDS,
              FORGOTTEN_AT_A_TIME);
          return totals;
        });
  }
}
