package io.parley.adapter.postgres;

import io.parley.domain.port.ConsumerOffsets;
import io.parley.domain.port.MessageLog.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The table {@code chat.consumer_offsets}. */
final class PostgresConsumerOffsets implements ConsumerOffsets {
  private final Database database;

  PostgresConsumerOffsets(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Position> claim(String consumer, UUID node, Position beginning, Duration term) {
    return database.write(
        dsl ->
            dsl.fetchOptional(
                    """
                    INSERT INTO chat.consumer_offsets AS held
                      (consumer, message, change, origin, node_id, claimed_until)
                    VALUES (?, ?, ?, ?, ?, clock_timestamp() + ? * interval '1 millisecond')
                    ON CONFLICT (consumer) DO UPDATE
                    SET node_id = excluded.node_id, claimed_until = excluded.claimed_until
                    WHERE held.node_id IS NULL OR held.node_id = excluded.node_id
                      OR held.claimed_until < clock_timestamp()
                      OR held.claimed_until > clock_timestamp() + ? * interval '1 millisecond'
                    RETURNING message, change, origin
                    """,
                    consumer,
                    beginning.message(),
                    beginning.change(),
                    beginning.origin(),
                    node,
                    term.toMillis(),
                    2 * term.toMillis()) // no claim reaches so far, unless the clock was set back
                .map(
                    row ->
                        new Position(
                            row.get(0, Long.class),
                            row.get(1, Long.class),
                            row.get(2, String.class))));
  }

  @Override
  public boolean move(String consumer, UUID node, Position to) {
    return database.write(
        dsl ->
            dsl.execute(
                    """
                    UPDATE chat.consumer_offsets SET message = ?, change = ?, origin = ?
                    WHERE consumer = ? AND node_id = ?
                    """,
                    to.message(),
                    to.change(),
                    to.origin(),
                    consumer,
                    node)
                == 1);
  }

  @Override
  public void release(String consumer, UUID node) {
    database.write(
        dsl ->
            dsl.execute(
                """
                UPDATE chat.consumer_offsets SET node_id = NULL, claimed_until = NULL
                WHERE consumer = ? AND node_id = ?
                """,
                consumer,
                node));
  }

  @Override
  public void reset(String consumer, Position to) {
    database.write(
        dsl ->
            dsl.execute(
                """
                INSERT INTO chat.consumer_offsets (consumer, message, change, origin)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (consumer) DO UPDATE
                SET message = excluded.message, change = excluded.change,
                    origin = excluded.origin, node_id = NULL, claimed_until = NULL
                """,
                consumer,
                to.message(),
                to.change(),
                to.origin()));
  }
}
