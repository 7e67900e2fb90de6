package io.parley.adapter.postgres;

import io.parley.domain.port.TokenRevocations;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Record;

/** The table {@code chat.token_revocations}; a mark is a time of the database in microseconds. */
final class PostgresTokenRevocations implements TokenRevocations {
  /** Far longer than any statement may take to commit. */
  private static final long OVERLAP_MICROS = 60_000_000;

  private final Database database;

  PostgresTokenRevocations(Database database) {
    this.database = database;
  }

  @Override
  public Instant revoke(UserId user, Instant notBefore) {
    return database.write(
        dsl ->
            instant(
                dsl.fetchSingle(
                    """
                    INSERT INTO chat.token_revocations AS held (user_id, not_before, changed_at)
                    VALUES (?, ?::timestamptz, clock_timestamp())
                    ON CONFLICT (user_id) DO UPDATE
                    SET not_before = greatest(held.not_before, excluded.not_before),
                        changed_at = excluded.changed_at
                    RETURNING not_before
                    """,
                    user.value(),
                    OffsetDateTime.ofInstant(notBefore, ZoneOffset.UTC)),
                0));
  }

  @Override
  public Revoked since(long mark) {
    return database.readTogether(
        dsl -> {
          long now =
              dsl.fetchSingle("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
                  .get(0, Long.class);
          Map<UserId, Instant> found = new HashMap<>();
          dsl.fetch(
                  """
                  SELECT user_id, not_before FROM chat.token_revocations
                  WHERE changed_at >= to_timestamp(?::bigint / 1000000.0)
                  """,
                  mark - OVERLAP_MICROS)
              .forEach(row -> found.put(new UserId(row.get(0, Long.class)), instant(row, 1)));
          return new Revoked(found, now);
        });
  }

  private static Instant instant(Record row, int column) {
    return row.get(column, OffsetDateTime.class).toInstant();
  }
}
