package io.parley.spring;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * The application's SQL that shows the chat its users. It needs the chat's tables, which need a
 * view of users: so the first start has one that shows nobody.
 */
final class UsersScript {
  private static final String NOBODY =
      """
      DO $$
      BEGIN
        IF to_regclass('chat.user_profiles') IS NULL THEN
          PERFORM pg_advisory_xact_lock(hashtext('chat.user_profiles'));
          CREATE SCHEMA IF NOT EXISTS chat;
          IF to_regclass('chat.user_profiles') IS NULL THEN
            CREATE VIEW chat.user_profiles AS
            SELECT NULL::bigint AS id, NULL::text AS name, NULL::text AS username,
                   NULL::text AS profile_name, NULL::text AS profile_photo
            WHERE false;
          END IF;
        END IF;
      END $$
      """;

  private final Resource script;

  UsersScript(Resource script) {
    this.script = script;
  }

  void beforeMigration(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      boolean commits = connection.getAutoCommit();
      connection.setAutoCommit(true);
      try {
        statement.execute(NOBODY);
      } finally {
        connection.setAutoCommit(commits);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot make the view of the chat's users", e);
    }
  }

  void afterMigration(DataSource database) {
    var populator = new ResourceDatabasePopulator(script);
    populator.setSeparator(ScriptUtils.EOF_STATEMENT_SEPARATOR); // functions have semicolons
    populator.execute(database);
  }
}
