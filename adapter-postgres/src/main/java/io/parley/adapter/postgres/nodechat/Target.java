package io.parley.adapter.postgres.nodechat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The chat's database, and who else uses it. */
final class Target {
  /** Holds other imports off, as long as the session lasts. */
  private static final String LOCK = "SELECT pg_advisory_lock(hashtextextended('chat import', 0))";

  /** The session of a program that was killed ends with its statement at the latest. */
  private static final String PATIENCE = "SET LOCAL lock_timeout = '30s'";

  /** PostgreSQL 13 does not know it, and some systems cannot do it. */
  private static final String NOTICE_A_DEAD_CLIENT = "SET client_connection_check_interval = '1s'";

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final Set<String> NO_SUCH_SETTING = Set.of("42704", "22023");

  /** The pools of a service say that they are its own. */
  private static final String SERVICES =
      """
      SELECT count(*) > 0
      FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'chat'
      """;

  private static final String HAS_MESSAGES =
      "SELECT EXISTS (SELECT FROM chat.messages) OR EXISTS (SELECT FROM chat.conversations)";

  /** Of an identity column; live messages move it, imported ones do not. */
  private static final String LAST_ID =
      "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM chat.messages_id_seq)";

  private final Connection connection;

  Target(Connection connection) {
    this.connection = connection;
  }

  /**
   * Sorts some millions of rows in memory; what is asked for is not worth compiling. Once the
   * program is killed, its session ends with the lock, in the midst of a statement too.
   */
  void prepare() throws SQLException {
    run("SET work_mem = '128MB'");
    run("SET maintenance_work_mem = '256MB'");
    run("SET jit = off");
    connection.commit();
    noticeDeadClient();
  }

  private void noticeDeadClient() throws SQLException {
    try {
      run(NOTICE_A_DEAD_CLIENT);
    } catch (SQLException e) {
      connection.rollback();
      if (!NO_SUCH_SETTING.contains(e.getSQLState())) {
        throw e;
      }
    }
    connection.commit();
  }

  /**
   * Holds other imports off.
   *
   * @throws ImportRefusedException if there is one
   */
  void lock() throws SQLException {
    try {
      run(PATIENCE);
      run(LOCK);
      connection.commit();
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw new ImportRefusedException("Another import into this database is under way");
      }
      throw e;
    }
  }

  /**
   * Makes sure that nobody chats.
   *
   * @throws ImportRefusedException if a service is at work
   */
  void requireNoService() throws SQLException {
    if (isTrue(SERVICES)) {
      throw new ImportRefusedException(
          "A service of this chat is running (connections with application_name 'chat'): stop all"
              + " of its nodes, and run the import again");
    }
  }

  /**
   * Notes the beginning, if the chat is empty or all that it has was imported.
   *
   * @throws ImportRefusedException if it has messages of its own
   */
  void begin() throws SQLException {
    if (!isTrue("SELECT EXISTS (SELECT FROM chat.imports)")) {
      if (isTrue(HAS_MESSAGES)) {
        throw new ImportRefusedException(
            "The chat has messages of its own already, whose ids and positions an import would need:"
                + " import into a database without messages, before the service takes the first");
      }
      run(
          "INSERT INTO chat.imports (last_id, planned_id) VALUES ("
              + LAST_ID
              + ", "
              + LAST_ID
              + ")");
    }
    requireNoLiveMessages();
  }

  /**
   * Makes sure that the service has not stored a message since the last import.
   *
   * @throws ImportRefusedException if it has
   */
  void requireNoLiveMessages() throws SQLException {
    if (!isTrue("SELECT " + LAST_ID + " IN (last_id, planned_id) FROM chat.imports")) {
      throw new ImportRefusedException(
          "The service has stored messages since the last import; what the source has got since then"
              + " would take their ids and positions. Nothing was changed");
    }
  }

  /** Whether an import has stored its users, even if it was given up later. */
  boolean hasUsersOfSource() throws SQLException {
    return isTrue("SELECT users_stored FROM chat.imports");
  }

  /** What the service will go on behind. */
  void reserveIds() throws SQLException {
    run(
        "SELECT setval('chat.messages_id_seq', planned_id) FROM chat.imports WHERE planned_id > "
            + LAST_ID);
    run(
        """
        SELECT setval('chat.conversations_id_seq', p.id)
        FROM (
          SELECT greatest((SELECT max(id) FROM chat.import_pairs),
                          (SELECT max(id) FROM chat.import_conversations)) AS id
        ) p
        WHERE p.id > (SELECT CASE WHEN is_called THEN last_value ELSE 0 END
                      FROM chat.conversations_id_seq)
        """);
  }

  /** What was given so far is given, whether there are messages of these ids or not. */
  void forgetPlan() throws SQLException {
    run(
        "UPDATE chat.imports SET last_id = "
            + LAST_ID
            + ", planned_id = "
            + LAST_ID
            + " WHERE "
            + LAST_ID
            + " IN (last_id, planned_id)");
  }

  boolean isTrue(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** The first row of an answer, as text. */
  Optional<List<String>> row(String query, int columns) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      if (!row.next()) {
        return Optional.empty();
      }
      String[] values = new String[columns];
      for (int i = 0; i < columns; i++) {
        values[i] = String.valueOf(row.getString(i + 1));
      }
      return Optional.of(List.of(values));
    }
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void run(List<String> statements) throws SQLException {
    for (String sql : statements) {
      run(sql);
    }
  }

  /** Runs a statement with numbers, and answers with the number of its rows. */
  long update(String sql, long... parameters) throws SQLException {
    try (PreparedStatement statement = bound(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** The number that a query answers with; 0 for null. */
  long number(String query, long... parameters) throws SQLException {
    try (PreparedStatement statement = bound(query, parameters);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private PreparedStatement bound(String sql, long... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setLong(i + 1, parameters[i]);
    }
    return statement;
  }

  Connection connection() {
    return connection;
  }

  void commit() throws SQLException {
    connection.commit();
  }
}
