package io.parley.bootstrap;

import io.parley.adapter.postgres.nodechat.ImportRefusedException;
import io.parley.adapter.postgres.nodechat.ImportReport;
import io.parley.adapter.postgres.nodechat.ImportStoppedException;
import io.parley.adapter.postgres.nodechat.NodeChatImport;
import io.parley.bootstrap.config.ConfigException;
import io.parley.bootstrap.config.DatabaseConfig;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.database.Schema;
import io.parley.bootstrap.progress.Bar;
import io.parley.bootstrap.progress.Lines;
import io.parley.bootstrap.progress.ProgressDisplay;
import io.parley.bootstrap.progress.Terminal;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Brings the history of a chat on Express and Sequelize over. */
@Command(
    name = "import",
    description =
        "Brings users, conversations and messages of a Node chat (tables users, \"Conversations\","
            + " \"Messages\") over, with ids, times, deletes and read states, and compares both sides."
            + " Run it again to go on after a break, or to bring what has changed since. The service"
            + " must not run. Exits with 1 if not all is there, with 130 if it was asked to end.")
final class ImportCommand extends DatabaseCommand {
  static final String FROM_VARIABLE = "CHAT_IMPORT_FROM";

  private final Termination termination;

  @Option(
      names = "--from",
      paramLabel = "<url>",
      description = {
        "The chat's database, as a URL like that of --database-url; it is only read",
        "Variable: " + FROM_VARIABLE
      })
  private @Nullable String from;

  @Option(
      names = "--attachment-base",
      paramLabel = "<url>",
      description =
          "What attachments that are only a path, such as /uploads/1.png, are completed with"
              + " (default: nothing; messages are taken without them)")
  private @Nullable String attachmentBase;

  @Option(
      names = "--abandon",
      description =
          "Gives up an import that was broken off, and removes what it has stored, except for users;"
              + " then the service may run")
  private boolean abandon;

  ImportCommand(Map<String, String> environment, Termination termination) {
    super(environment);
    this.termination = termination;
  }

  @Override
  void requireUsable() {
    if (abandon) {
      return;
    }
    External unused = source();
    Optional<URI> unusedBase = base();
  }

  private External source() {
    String url = from == null ? values().getOrDefault(FROM_VARIABLE, "") : from;
    if (url.isBlank()) {
      throw new ConfigException(
          List.of("--from (" + FROM_VARIABLE + ") must name the database of the chat to import"));
    }
    return DatabaseConfig.readUrl("--from", url.strip());
  }

  private Optional<URI> base() {
    if (attachmentBase == null) {
      return Optional.empty();
    }
    try {
      URI base = new URI(attachmentBase);
      if (("http".equals(base.getScheme()) || "https".equals(base.getScheme()))
          && base.getHost() != null) {
        return Optional.of(base);
      }
    } catch (URISyntaxException notOne) {
      throw noBase();
    }
    throw noBase();
  }

  private static ConfigException noBase() {
    return new ConfigException(List.of("--attachment-base must be an http or https URL"));
  }

  @Override
  int run(External database) {
    try {
      return abandon ? giveUp(database) : bringOver(database);
    } catch (ImportStoppedException e) {
      boolean unused = Thread.interrupted(); // that was to end the work, and not the closing
      err().println("Stopped; what was read is kept. Run the same command again to go on.");
      return Main.INTERRUPTED;
    } catch (ImportRefusedException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (SQLException e) {
      throw new StartupException(
          "The import has failed: "
              + e.getMessage()
              + ". Run the same command again to go on where it was.",
          e);
    }
  }

  private int giveUp(External database) throws SQLException {
    NodeChatImport.abandon(Schema.unlimited(database));
    out().println("No import is under way any more");
    return ExitCode.OK;
  }

  private int bringOver(External database) throws SQLException {
    long began = System.nanoTime();
    ImportReport report;
    ProgressDisplay.Kind kind =
        Terminal.showsErrors() ? Bar.on(System.err) : Lines.on(err(), System::nanoTime);
    try (ProgressDisplay display = new ProgressDisplay(kind)) {
      report =
          new NodeChatImport(
                  Schema.unlimited(source()),
                  Schema.unlimited(database),
                  base(),
                  display,
                  termination::isRequested)
              .run();
    }
    new ImportReportText(out()).print(report, Duration.ofNanos(System.nanoTime() - began));
    return report.isComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
