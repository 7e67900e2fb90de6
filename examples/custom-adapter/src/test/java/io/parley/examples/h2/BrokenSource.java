package io.parley.examples.h2;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Gives one connection, and then none. */
final class BrokenSource implements DataSource {
  private final DataSource whole;
  private boolean given;

  BrokenSource(DataSource whole) {
    this.whole = whole;
  }

  @Override
  public synchronized Connection getConnection() throws SQLException {
    if (given) {
      throw new SQLException("planned");
    }
    given = true;
    return whole.getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return whole.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    whole.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    whole.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return whole.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return whole.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return whole.isWrapperFor(type);
  }
}
