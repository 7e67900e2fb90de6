package io.parley.bootstrap;

import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.database.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Adds a user to the chat's own table. */
@Command(
    name = "add",
    description =
        "Adds a user and prints the id. For a chat without a host application: users of a host are"
            + " added by the host.")
final class AddUserCommand extends DatabaseCommand {
  @Option(
      names = "--username",
      required = true,
      paramLabel = "<text>",
      description = "What nobody else is called")
  private String username = "";

  @Option(
      names = "--name",
      required = true,
      paramLabel = "<text>",
      description = "What others read")
  private String name = "";

  @Option(
      names = "--profile-name",
      paramLabel = "<text>",
      description = "What others read instead of the name")
  private @Nullable String profileName;

  @Option(names = "--photo", paramLabel = "<url>", description = "A picture of the user")
  private @Nullable String photo;

  AddUserCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(External database) {
    try (Connection connection = Jdbc.connect(database);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO public.users (name, username, profile_name, profile_photo)"
                    + " VALUES (?, ?, ?, ?) RETURNING id")) {
      insert.setString(1, name);
      insert.setString(2, username);
      insert.setString(3, profileName);
      insert.setString(4, photo);
      try (ResultSet added = insert.executeQuery()) {
        added.next();
        out().println(added.getLong(1));
      }
      return ExitCode.OK;
    } catch (SQLException e) {
      throw new StartupException(
          "The user cannot be added: "
              + e.getMessage()
              + (isTaken(e) ? "" : "; if the users are a host application's, add them there"),
          e);
    }
  }

  private static boolean isTaken(SQLException e) {
    return "23505".equals(e.getSQLState());
  }
}
