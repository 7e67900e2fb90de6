package io.parley.bootstrap;

import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.database.Jdbc;
import io.parley.bootstrap.logging.VisibleText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Prints the users as the chat sees them. */
@Command(
    name = "list",
    description =
        "Prints a line for each user, by id: the id, the username and the name, separated by tabs.")
final class ListUsersCommand extends DatabaseCommand {
  private static final int AT_A_TIME = 1_000;

  ListUsersCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(External database) {
    try (Connection connection = Jdbc.connect(database);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false); // or the driver reads all users before the first is printed
      statement.setFetchSize(AT_A_TIME);
      try (ResultSet users =
          statement.executeQuery("SELECT id, username, name FROM chat.user_profiles ORDER BY id")) {
        while (users.next()) {
          out().println(users.getLong(1) + "\t" + text(users, 2) + "\t" + text(users, 3));
        }
      }
      return ExitCode.OK;
    } catch (SQLException e) {
      throw new StartupException("The users cannot be read: " + e.getMessage(), e);
    }
  }

  /** On one line, whatever it is; tabs separate columns. */
  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : VisibleText.of(text).replace('\t', ' ');
  }
}
