package io.parley.examples.h2;

import io.parley.domain.error.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/** Transactions: each on a connection of its own, which is given back as it was. */
final class Database {
  private final DataSource source;

  Database(DataSource source) {
    this.source = source;
  }

  /** What is done on a connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** What is done by the only writer there is meanwhile, on whose connection, and when. */
  interface Change<T> {
    T on(Connection connection, Instant now) throws SQLException;
  }

  /** Sees one state of the database, whatever is committed meanwhile. */
  <T> T read(Work<T> work) {
    return transaction(Connection.TRANSACTION_SERIALIZABLE, work);
  }

  /**
   * Waits until no other writer is there, in this process or another. What the change throws takes
   * it back.
   */
  <T> T write(Change<T> change) {
    return transaction(
        Connection.TRANSACTION_READ_COMMITTED,
        connection -> {
          // the lock; and a clock that was set back stands still until it has caught up
          Sql.update(
              connection,
              "UPDATE chat.store SET written_at = GREATEST(written_at, CURRENT_TIMESTAMP(3))");
          Instant now =
              Sql.find(
                      connection,
                      "SELECT written_at FROM chat.store",
                      row -> row.getObject(1, Instant.class))
                  .orElseThrow();
          return change.on(connection, now);
        });
  }

  private <T> T transaction(int isolation, Work<T> work) {
    try (Connection connection = source.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      int before = connection.getTransactionIsolation();
      connection.setTransactionIsolation(isolation);
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } finally {
        connection.rollback(); // nothing, after a commit
        connection.setAutoCommit(autoCommit);
        connection.setTransactionIsolation(before);
      }
    } catch (SQLException e) {
      throw new StoreUnavailableException("The store did not answer", e);
    }
  }
}
