package io.parley.bootstrap.doctor;

import io.parley.adapter.postgres.SchemaMigration;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.database.Jdbc;
import io.parley.bootstrap.database.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;

/**
 * The database that holds the chat: whether it answers, is the right one, and keeps what it says.
 */
final class DatabaseCheck {
  private static final String SUBJECT = "Database";
  private static final String SCHEMA = "Schema";
  private static final int OLDEST = 130_000;

  /** What a node takes, with some to spare for migrations and people. */
  private static final int CONNECTIONS = 20;

  private static final String STATE =
      """
      SELECT current_setting('server_version') AS version,
             current_setting('server_version_num')::int AS version_number,
             pg_is_in_recovery() AS standby,
             current_setting('server_encoding') AS encoding,
             clock_timestamp() AS now,
             current_setting('fsync') AS fsync,
             current_setting('full_page_writes') AS full_page_writes,
             current_setting('synchronous_commit') AS synchronous_commit,
             current_setting('max_connections')::int
               - current_setting('superuser_reserved_connections')::int
               - (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend')
               AS free_connections,
             has_database_privilege(current_database(), 'CREATE') AS may_create,
             coalesce(has_schema_privilege(to_regnamespace('chat')::oid, 'USAGE'), true) AS may_look,
             (SELECT count(*) > 0
              FROM pg_class
              WHERE relnamespace = to_regnamespace('chat')::oid
                AND relname = 'flyway_schema_history') AS has_schema
      """;

  /** As deploy/postgres/grants.sql. */
  private static final Map<String, List<String>> RIGHTS =
      Map.of(
          "chat.conversations", List.of("SELECT", "INSERT", "UPDATE"),
          "chat.participants", List.of("SELECT", "INSERT", "UPDATE"),
          "chat.messages", List.of("SELECT", "INSERT", "UPDATE"),
          "chat.read_marks", List.of("SELECT", "INSERT"),
          "chat.message_changes", List.of("SELECT", "INSERT"),
          "chat.token_revocations", List.of("SELECT", "INSERT", "UPDATE"),
          "chat.user_keys", List.of("SELECT", "INSERT"),
          "chat.profiles", List.of("SELECT", "INSERT", "UPDATE"),
          "chat.user_profiles", List.of("SELECT"));

  private final External database;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();

  DatabaseCheck(External database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  List<Finding> findings() {
    try (Connection connection = Jdbc.connect(database);
        Statement statement = connection.createStatement();
        ResultSet state = statement.executeQuery(STATE)) {
      state.next();
      lookAt(state);
      if (!state.getBoolean("may_look")) {
        mayNot("look into the schema chat");
      } else if (state.getBoolean("has_schema")) {
        lookAtSchema(connection);
      } else {
        noSchema(state.getBoolean("may_create"));
      }
    } catch (SQLException e) {
      findings.add(
          Finding.bad(
              SUBJECT,
              database.jdbcUrl() + " does not let " + database.user() + " in: " + e.getMessage(),
              "Start it, or mend DATABASE_URL."));
    }
    return findings;
  }

  private void lookAt(ResultSet state) throws SQLException {
    String found = "PostgreSQL " + state.getString("version") + " at " + database.jdbcUrl();
    if (state.getInt("version_number") < OLDEST) {
      findings.add(Finding.bad(SUBJECT, found, "Use PostgreSQL 13 or newer."));
    } else if (state.getBoolean("standby")) {
      findings.add(
          Finding.bad(
              SUBJECT,
              found + ", a standby",
              "Name the primary in DATABASE_URL; a standby goes into CHAT_READ_DATABASE_URL."));
    } else {
      findings.add(Finding.good(SUBJECT, found));
    }
    if (!state.getString("encoding").equals("UTF8")) {
      findings.add(
          Finding.bad(
              "Encoding",
              state.getString("encoding"),
              "Make the database with ENCODING 'UTF8': others cannot hold every text."));
    }
    keeping(state);
    int free = state.getInt("free_connections");
    findings.add(
        free < CONNECTIONS
            ? Finding.warning(
                "Connections",
                free + " are free",
                "A node takes up to 10, and more while it starts: raise max_connections.")
            : Finding.good("Connections", free + " are free"));
    findings.add(
        ClockCheck.finding(
            "Clock of the database",
            state.getObject("now", OffsetDateTime.class).toInstant(),
            clock));
  }

  /** Whether what is committed outlives a crash: the service says of it that it does. */
  private void keeping(ResultSet state) throws SQLException {
    List<String> off = new ArrayList<>();
    for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
      if (state.getString(setting).equals("off")) {
        off.add(setting);
      }
    }
    if (!off.isEmpty()) {
      findings.add(
          Finding.warning(
              "Durability",
              String.join(", ", off) + " is off",
              "Turn it on: a crash of the database would lose messages that were acknowledged."));
    }
  }

  private void noSchema(boolean mayCreate) {
    findings.add(
        mayCreate
            ? Finding.good(SCHEMA, "none yet; serve and migrate make it")
            : Finding.bad(
                SCHEMA,
                "none yet, and " + database.user() + " may not make it",
                "Run ./chat migrate as a role that may, and then deploy/postgres/grants.sql."));
  }

  private void lookAtSchema(Connection connection) throws SQLException {
    try {
      int pending = SchemaMigration.pending(Schema.unlimited(database));
      findings.add(
          pending == 0
              ? Finding.good(SCHEMA, "up to date")
              : Finding.warning(
                  SCHEMA,
                  pending + " migrations are missing",
                  "serve runs them, or ./chat migrate as the role that owns the schema."));
    } catch (FlywayException e) {
      findings.add(
          Finding.bad(SCHEMA, String.valueOf(e.getMessage()), "Use the version that made it."));
      return;
    }
    List<String> missing = missingRights(connection);
    if (!missing.isEmpty()) {
      mayNot(String.join(", ", missing));
      return;
    }
    findings.add(Finding.good("Rights", database.user() + " may do what the service does"));
    findings.add(users(connection));
  }

  private void mayNot(String what) {
    findings.add(
        Finding.bad(
            "Rights",
            database.user() + " may not " + what,
            "Run deploy/postgres/grants.sql as the role that owns the schema."));
  }

  private static List<String> missingRights(Connection connection) throws SQLException {
    List<String> missing = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT coalesce(has_table_privilege(to_regclass(?), ?), true)")) {
      for (Map.Entry<String, List<String>> right : RIGHTS.entrySet()) {
        for (String what : right.getValue()) {
          statement.setString(1, right.getKey());
          statement.setString(2, what);
          try (ResultSet answer = statement.executeQuery()) {
            answer.next();
            if (!answer.getBoolean(1)) {
              missing.add(what + " " + right.getKey());
            }
          }
        }
      }
    }
    missing.sort(String::compareTo);
    return missing;
  }

  private static Finding users(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet any =
            statement.executeQuery("SELECT EXISTS (SELECT 1 FROM chat.user_profiles)")) {
      any.next();
      return any.getBoolean(1)
          ? Finding.good("Users", "there are some")
          : Finding.warning(
              "Users",
              "there are none",
              "Point chat.user_profiles at the host's table, or add some: ./chat users add.");
    }
  }
}
