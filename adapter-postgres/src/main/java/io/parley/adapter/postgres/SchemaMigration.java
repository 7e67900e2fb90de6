package io.parley.adapter.postgres;

import io.parley.domain.error.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema {@code chat} of a database to the version of this library; forward only.
 *
 * @since 0.1
 */
public final class SchemaMigration {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaMigration.class);
  private static final String SCHEMA = "chat";

  /**
   * A migration that waits for a table lets nobody else at it: it gives up soon, and comes again.
   */
  private static final String LOCKS = "SET lock_timeout = 500";

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private SchemaMigration() {}

  /**
   * Runs the migrations that are missing, each in a transaction; safe to run from several nodes at
   * once. Creates the schema, and a table {@code users} if the database has none. If there is
   * nothing to do it only reads: a role that may not change the schema is enough then. Waits, with
   * a word in the log, as long as something like a backup holds a table that it has to change;
   * others use the table meanwhile.
   *
   * @return how many were missing
   * @throws FlywayException with the reason, if one cannot be run
   * @throws StoreUnavailableException if the database does not answer, or does not allow what is to
   *     be done
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
        .dataSource(new LentConnections(dataSource, List.of("lock_timeout"), LOCKS))
        .defaultSchema(SCHEMA)
        .locations("classpath:db/migration")
        .baselineOnMigrate(true) // a host may have put its view into the schema already
        .baselineVersion("0")
        .load();
  }

  private static int run(Flyway flyway) {
    int missing = flyway.info().pending().length;
    for (int attempt = 1; ; attempt++) {
      try {
        flyway.migrate();
        return missing;
      } catch (FlywayException e) {
        if (!isLocked(e)) {
          throw withHint(e);
        }
      }
      if (attempt == 1) {
        LOG.warn("The schema cannot be changed yet: something like a backup holds its tables");
      }
      pause();
    }
  }

  private static boolean isLocked(FlywayException failure) {
    return causes(failure)
        .anyMatch(
            cause ->
                cause instanceof SQLException refusal
                    && LOCK_NOT_AVAILABLE.equals(refusal.getSQLState()));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("Interrupted while the schema could not be changed");
    }
  }

  /** The way out, which our migrations name, and which the driver does not put into its message. */
  private static FlywayException withHint(FlywayException failure) {
    return causes(failure)
        .map(SchemaMigration::hint)
        .flatMap(Optional::stream)
        .findFirst()
        .map(hint -> new FlywayException(failure.getMessage() + "\nHint: " + hint, failure))
        .orElse(failure);
  }

  private static Optional<String> hint(Throwable cause) {
    return cause instanceof PSQLException refusal && refusal.getServerErrorMessage() != null
        ? Optional.ofNullable(refusal.getServerErrorMessage().getHint())
        : Optional.empty();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
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
