package io.parley.adapter.postgres;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of somebody else's pool, with settings of ours for as long as we have them: they are
 * given back as the pool has set them up.
 */
final class LentConnections implements DataSource {
  private final DataSource lender;
  private final List<String> names;
  private final String set;
  private final String restore;

  /**
   * @param names of the settings
   * @param set statements that set what is to hold meanwhile
   */
  LentConnections(DataSource lender, List<String> names, String set) {
    this.lender = lender;
    this.names = names;
    this.set =
        names.stream()
            .map(name -> "current_setting('" + name + "')")
            .collect(Collectors.joining(", ", "SELECT ", "; " + set));
    this.restore =
        names.stream()
            .map(name -> "set_config('" + name + "', ?, false)")
            .collect(Collectors.joining(", ", "SELECT ", ""));
  }

  @Override
  public Connection getConnection() throws SQLException {
    return prepared(lender.getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return prepared(lender.getConnection(user, password));
  }

  private Connection prepared(Connection connection) throws SQLException {
    String[] before;
    try {
      connection.setAutoCommit(true);
      before = set(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                giveBack(connection, before);
                return null;
              }
              return invoke(method, connection, arguments);
            });
  }

  private void giveBack(Connection connection, String[] before) throws SQLException {
    if (connection.isClosed()) {
      return;
    }
    try (connection) {
      try {
        if (!connection.getAutoCommit()) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
        restore(connection, before);
      } catch (SQLException e) {
        connection.abort(Runnable::run); // nobody is to get it with our settings
        throw e;
      }
    }
  }

  /** Sets what is to hold, and says what held before. */
  private String[] set(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(set);
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        String[] before = new String[names.size()];
        for (int i = 0; i < before.length; i++) {
          before[i] = row.getString(i + 1);
        }
        return before;
      }
    }
  }

  private void restore(Connection connection, String[] before) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(restore)) {
      for (int i = 0; i < before.length; i++) {
        statement.setString(i + 1, before[i]);
      }
      statement.execute();
    }
  }

  private static @Nullable Object invoke(
      Method method, Object target, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  // --- what else a data source can do ------------------------------------------------------------

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return lender.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    lender.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    lender.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return lender.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return lender.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return lender.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return lender.isWrapperFor(type);
  }
}
