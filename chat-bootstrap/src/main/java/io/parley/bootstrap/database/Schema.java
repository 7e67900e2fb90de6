package io.parley.bootstrap.database;

import io.parley.adapter.postgres.OwnProfiles;
import io.parley.adapter.postgres.PostgresConfig;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.adapter.postgres.nodechat.NodeChatImport;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.config.StartupException;
import io.parley.domain.error.StoreUnavailableException;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a database to the schema of this version. */
public final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private Schema() {}

  /**
   * Runs the migrations that are missing, without a limit of time: some take long on large tables.
   * If none is, the role needs no right to change the schema.
   *
   * @throws StartupException if one cannot be run, or the role may not run it
   */
  public static void migrate(External database) {
    try {
      int executed = SchemaMigration.migrate(unlimited(database));
      LOG.info("The schema is up to date; migrations run: {}", executed);
    } catch (FlywayException | StoreUnavailableException e) {
      throw forbidden(e)
          .map(refusal -> mayNot(database, refusal))
          .orElseGet(() -> why(database, e));
    }
  }

  /**
   * Has the view of the users show those that the chat knows from their tokens.
   *
   * @throws StartupException if it shows users of the host, or the role may not change it
   */
  public static void showOwnProfiles(External database) {
    try {
      OwnProfiles.show(unlimited(database));
    } catch (IllegalStateException inUse) {
      throw new StartupException(
          "CHAT_USERS=claims is for a host without a table of users, but "
              + inUse.getMessage()
              + ": unset CHAT_USERS, or drop that view and make it anew over chat.profiles",
          inUse);
    } catch (StoreUnavailableException e) {
      throw forbidden(e)
          .<RuntimeException>map(
              refusal ->
                  new StartupException(
                      "The role "
                          + database.user()
                          + " may not have chat.user_profiles read chat.profiles ("
                          + refusal.getMessage()
                          + "): run ./chat migrate --users claims as the role that owns the schema",
                      refusal))
          .orElse(e);
    }
  }

  /**
   * Makes sure that no import is under way, which would give the same positions as the service.
   *
   * @throws StartupException if one is, or was broken off
   */
  public static void requireNoImport(External database) {
    try {
      if (NodeChatImport.isUnfinished(unlimited(database))) {
        throw new StartupException(
            "An import into "
                + database.jdbcUrl()
                + " has not come to its end: run ./chat import again to go on, or"
                + " ./chat import --abandon to give it up");
      }
    } catch (SQLException e) {
      throw new StartupException("The database does not answer: " + e.getMessage(), e);
    }
  }

  private static RuntimeException why(External database, RuntimeException e) {
    return e instanceof FlywayException
        ? new StartupException(
            "The schema of " + database.jdbcUrl() + " cannot be migrated: " + e.getMessage(), e)
        : e;
  }

  private static RuntimeException mayNot(External database, SQLException refusal) {
    return new StartupException(
        "The role "
            + database.user()
            + " may not bring the schema of "
            + database.jdbcUrl()
            + " to this version ("
            + refusal.getMessage()
            + "): run ./chat migrate as the role that owns the schema, and then"
            + " deploy/postgres/grants.sql",
        refusal);
  }

  /** What the database has refused for want of a right. */
  private static Optional<SQLException> forbidden(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refusal
          && INSUFFICIENT_PRIVILEGE.equals(refusal.getSQLState())) {
        return Optional.of(refusal);
      }
    }
    return Optional.empty();
  }

  /** What the stores need to use a database. */
  public static PostgresConfig storesOf(External database) {
    return PostgresConfig.of(
        database.jdbcUrl(), database.user(), database.password().map(Secret::text).orElse(""));
  }

  /** What the stores need to use a standby. */
  public static PostgresConfig standbyOf(External database) {
    return PostgresConfig.ofStandby(
        database.jdbcUrl(), database.user(), database.password().map(Secret::text).orElse(""));
  }

  /** Connections without a limit of time, for what works on whole tables. */
  public static DataSource unlimited(External database) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(database.jdbcUrl());
    dataSource.setUser(database.user());
    database.password().map(Secret::text).ifPresent(dataSource::setPassword);
    dataSource.setApplicationName("chat-maintenance");
    return dataSource;
  }
}
