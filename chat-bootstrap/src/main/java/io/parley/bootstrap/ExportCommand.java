package io.parley.bootstrap;

import io.parley.adapter.postgres.UserExport;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.database.Schema;
import io.parley.domain.user.UserId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Writes down what is stored of a user, for him to have. */
@Command(
    name = "export",
    description =
        "Writes all that is stored of one user as JSON, an object a line, in UTF-8: profile,"
            + " conversations, when he has read, and messages both ways; deleted ones are there if he"
            + " has written them. May run beside the service on a named database.")
final class ExportCommand extends DatabaseCommand {
  @Option(
      names = "--user",
      required = true,
      paramLabel = "<id>",
      converter = UserIdConverter.class,
      description = "The id of the user")
  private UserId user = new UserId(1);

  @Option(
      names = "--out",
      paramLabel = "<file>",
      description = "Written whole or not at all, for its owner only (default: standard output)")
  private @Nullable Path file;

  ExportCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(External database) {
    Schema.requireNoImport(database); // half of one is not to be taken for what is stored
    var export = new UserExport(Schema.unlimited(database));
    try {
      if (file == null) {
        export(export, out());
        if (out().checkError()) { // which is all that it tells
          throw new IOException("standard output does not take it");
        }
      } else {
        exportTo(file.toAbsolutePath(), export);
      }
      return ExitCode.OK;
    } catch (SQLException e) {
      throw new StartupException("The user cannot be exported: " + e.getMessage(), e);
    } catch (IOException | UncheckedIOException e) {
      throw new StartupException("The export cannot be written: " + e.getMessage(), e);
    }
  }

  private void exportTo(Path whole, UserExport export) throws SQLException, IOException {
    Path part = Files.createTempFile(whole.getParent(), whole.getFileName() + ".", ".part");
    try {
      try (BufferedWriter writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        export(export, writer);
      }
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void export(UserExport export, Writer writer) throws SQLException {
    boolean found =
        export.write(
            user,
            line -> {
              try {
                writer.append(line).append('\n');
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    if (!found) {
      throw new StartupException("Nothing is stored of a user " + user.value());
    }
  }
}
