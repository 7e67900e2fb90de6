package io.parley.bootstrap.database;

import io.parley.adapter.postgres.PostgresConfig;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.config.StartupException;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a database to the schema of this version. */
public final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private Schema() {}

  /**
   * Runs the migrations that are missing, without a limit of time: some take long on large tables.
   *
   * @throws StartupException if one cannot be run
   */
  public static void migrate(External database) {
    try {
      int executed = SchemaMigration.migrate(unlimited(database));
      LOG.info("The schema is up to date; migrations run: {}", executed);
    } catch (FlywayException e) {
      throw new StartupException(
          "The schema of " + database.jdbcUrl() + " cannot be migrated: " + e.getMessage(), e);
    }
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
