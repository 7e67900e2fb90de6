package io.parley.bootstrap.database;

import io.parley.bootstrap.config.DatabaseConfig.External;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Single connections, for what happens before there is a pool. */
public final class Jdbc {
  private static final String CONNECT_SECONDS = "5";

  private Jdbc() {}

  /** Connects within some seconds, or fails. */
  public static Connection connect(External database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("ApplicationName", "chat-start");
    database.user().ifPresent(user -> properties.setProperty("user", user));
    database.password().ifPresent(word -> properties.setProperty("password", word.text()));
    return DriverManager.getConnection(database.jdbcUrl(), properties);
  }
}
