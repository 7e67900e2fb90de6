package io.parley.e2e;

import io.parley.adapter.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that the service has stored for good, each row as text: not who is there now. */
final class StoredState implements AutoCloseable {
  private final Connection connection;
  private final List<String> tables;

  StoredState(TestDatabase database) throws SQLException {
    connection = database.connect();
    tables =
        column(
            "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'chat'::regnamespace AND"
                + " relkind = 'r' AND relpersistence = 'p'");
  }

  Map<String, List<String>> read() throws SQLException {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : tables) {
      rows.put(table, column("SELECT t::text FROM " + table + " t ORDER BY 1"));
    }
    return rows;
  }

  private List<String> column(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
