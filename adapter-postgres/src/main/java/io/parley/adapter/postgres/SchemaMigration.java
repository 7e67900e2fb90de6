package io.parley.adapter.postgres;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings the schema {@code chat} of a database to the version of this library; forward only. */
public final class SchemaMigration {
  private static final String SCHEMA = "chat";

  private SchemaMigration() {}

  /**
   * Runs the migrations that are missing, each in a transaction; safe to run from several nodes at
   * once. Creates the schema, and a table {@code users} if the database has none.
   *
   * @return how many were run
   * @throws org.flywaydb.core.api.FlywayException with the reason, if one cannot be run
   */
  public static int migrate(DataSource dataSource) {
    MigrateResult result =
        Flyway.configure(SchemaMigration.class.getClassLoader())
            .dataSource(dataSource)
            .defaultSchema(SCHEMA)
            .locations("classpath:db/migration")
            .baselineOnMigrate(true) // a host may have put its view into the schema already
            .baselineVersion("0")
            .load()
            .migrate();
    new Database(dataSource)
        .write(
            dsl -> {
              XidOrigin.settle(dsl);
              return true;
            });
    return result.migrationsExecuted;
  }
}
