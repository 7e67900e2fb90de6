package io.parley.adapter.postgres;

import io.parley.domain.error.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** Runs statements and turns the driver's failures into those of the ports. */
final class Database {
  private static final int MAX_ATTEMPTS = 5;

  private final DSLContext dsl;

  Database(DataSource dataSource) {
    this.dsl = DSL.using(dataSource, SQLDialect.POSTGRES);
  }

  /** On one connection, in the transaction that it is in. */
  Database(Connection connection) {
    this.dsl = DSL.using(connection, SQLDialect.POSTGRES);
  }

  /** Runs statements that only read, each on its own. */
  <T> T read(Function<DSLContext, T> statements) {
    try {
      return statements.apply(dsl);
    } catch (DataAccessException e) {
      throw unavailable(e);
    }
  }

  /** Runs statements that only read, all on the same state of the data. */
  <T> T readTogether(Function<DSLContext, T> statements) {
    try {
      return dsl.transactionResult(
          transaction -> {
            DSLContext together = transaction.dsl();
            together.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            return statements.apply(together);
          });
    } catch (DataAccessException e) {
      throw unavailable(e);
    }
  }

  /** Runs statements in one transaction; again, if the database chose it to break a deadlock. */
  <T> T write(Function<DSLContext, T> statements) {
    for (int attempt = 1; ; attempt++) {
      try {
        return dsl.transactionResult(transaction -> statements.apply(transaction.dsl()));
      } catch (DataAccessException e) {
        if (attempt == MAX_ATTEMPTS || !SqlStates.mayRunAgain(e.sqlState())) {
          throw unavailable(e);
        }
      }
    }
  }

  static StoreUnavailableException unavailable(Exception failure) {
    return new StoreUnavailableException("The message store is not available", failure);
  }

  static StoreUnavailableException unavailable(SQLException failure) {
    return unavailable((Exception) failure);
  }
}
