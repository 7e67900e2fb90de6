package io.parley.bootstrap;

import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.DatabaseConfig;
import io.parley.bootstrap.config.Setting;
import io.parley.bootstrap.config.SettingReader;
import io.parley.bootstrap.database.RunningDatabase;
import io.parley.bootstrap.database.Schema;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Brings a database to the schema of this version. */
@Command(
    name = "migrate",
    description = "Brings the database to this version's schema and exits; serve does so too.")
final class MigrateCommand extends SettingCommand {
  MigrateCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Set<Setting> settings() {
    return EnumSet.range(Setting.DATABASE_URL, Setting.CHAT_DATA_DIR);
  }

  @Override
  public Integer call() throws InterruptedException {
    SettingReader reader = new SettingReader(values());
    DatabaseConfig database = DatabaseConfig.read(reader);
    Path dataDirectory = ChatConfig.readDataDirectory(reader);
    reader.requireNoMistakes();
    try (RunningDatabase running = RunningDatabase.start(database, dataDirectory)) {
      Schema.migrate(running.connection());
      out().println("The schema of " + running.connection().jdbcUrl() + " is up to date");
    }
    return ExitCode.OK;
  }
}
