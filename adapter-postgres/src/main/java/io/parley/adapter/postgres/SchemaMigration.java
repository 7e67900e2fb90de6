package io.parley.adapter.postgres;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.postgresql.util.PSQLException;

/**
 * Brings the schema {@code chat} of a database to the version of this library; forward only.
 *
 * @since 0.1
 */
public final class SchemaMigration {
  private static final String SCHEMA = "chat";

  private SchemaMigration() {}

  /**
   * Runs the migrations that are missing, each in a transaction; safe to run from several nodes at
   * once. Creates the schema, and a table {@code users} if the database has none. If there is
   * nothing to do it only reads: a role that may not change the schema is enough then.
   *
   * @return how many were run
   * @throws FlywayException with the reason, if one cannot be run
   * @throws io.parley.domain.error.StoreUnavailableException if the database does not answer, or
   *     does not allow what is to be done
   */
  public static int migrate(DataSource dataSource) {
    Flyway flyway = flyway(dataSource);
    int executed = isComplete(flyway) ? 0 : run(flyway);
    Database database = new Database(dataSource);
    if (!database.read(XidOrigin::isSettled)) {
      database.write(
          dsl -> {
            XidOrigin.settle(dsl);
            return true;
          });
    }
    return executed;
  }

  /**
   * How many migrations are missing; only reads.
   *
   * @throws FlywayException with the reason, if those that were run are not ours
   */
  public static int pending(DataSource dataSource) {
    Flyway flyway = flyway(dataSource);
    int pending = flyway.info().pending().length;
    if (pending == 0) {
      flyway.validate();
    }
    return pending;
  }

  private static Flyway flyway(DataSource dataSource) {
    return Flyway.configure(SchemaMigration.class.getClassLoader())
        .dataSource(dataSource)
        .defaultSchema(SCHEMA)
        .locations("classpath:db/migration")
        .baselineOnMigrate(true) // a host may have put its view into the schema already
        .baselineVersion("0")
        .load();
  }

  private static int run(Flyway flyway) {
    try {
      return flyway.migrate().migrationsExecuted;
    } catch (FlywayException e) {
      throw withHint(e);
    }
  }

  /** The way out, which our migrations name, and which the driver does not put into its message. */
  private static FlywayException withHint(FlywayException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PSQLException refusal
          && refusal.getServerErrorMessage() != null
          && refusal.getServerErrorMessage().getHint() != null) {
        return new FlywayException(
            failure.getMessage() + "\nHint: " + refusal.getServerErrorMessage().getHint(), failure);
      }
    }
    return failure;
  }

  /** Asks first: to migrate takes a lock, for which a role that owns nothing has no right. */
  private static boolean isComplete(Flyway flyway) {
    if (flyway.validateWithResult().validationSuccessful) {
      return true; // the usual case; a migration that is missing is a failure here
    }
    MigrationInfoService history = flyway.info();
    if (history.current() == null || history.pending().length > 0) {
      return false;
    }
    flyway.validate();
    return true;
  }
}
