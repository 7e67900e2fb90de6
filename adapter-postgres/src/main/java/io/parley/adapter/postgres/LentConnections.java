package io.parley.adapter.postgres;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of somebody else's pool, with settings of ours for as long as we have them: they are
 * given back as the pool has set them up.
 */
final class LentConnections implements DataSource {
  private final DataSource lender;
  private final String set;
  private final String reset;

  /**
   * @param set statements that set what is to hold meanwhile
   * @param reset statements that take it back
   */
  LentConnections(DataSource lender, String set, String reset) {
    this.lender = lender;
    this.set = set;
    this.reset = reset;
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
    try {
      connection.setAutoCommit(true);
      run(connection, set);
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
                giveBack(connection);
                return null;
              }
              return invoke(method, connection, arguments);
            });
  }

  private void giveBack(Connection connection) throws SQLException {
    if (connection.isClosed()) {
      return;
    }
    try (connection) {
      try {
        if (!connection.getAutoCommit()) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
        run(connection, reset);
      } catch (SQLException e) {
        connection.abort(Runnable::run); // nobody is to get it with our settings
        throw e;
      }
    }
  }

  private static void run(Connection connection, String statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(statements);
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
