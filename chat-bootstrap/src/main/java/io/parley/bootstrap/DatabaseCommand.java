package io.parley.bootstrap;

import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.DatabaseConfig;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.Setting;
import io.parley.bootstrap.config.SettingReader;
import io.parley.bootstrap.database.RunningDatabase;
import io.parley.bootstrap.database.Schema;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A command that works on a database of this version's schema and ends. */
abstract class DatabaseCommand extends SettingCommand {
  DatabaseCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Set<Setting> settings() {
    return EnumSet.range(Setting.DATABASE_URL, Setting.CHAT_DATA_DIR);
  }

  /**
   * Looks at what else was given, before the database is asked for anything.
   *
   * @throws io.parley.bootstrap.config.ConfigException if that cannot be used
   */
  void requireUsable() {}

  /**
   * Works on the database, which has been migrated.
   *
   * @return the exit code
   */
  abstract int run(External database);

  @Override
  public final Integer call() throws InterruptedException {
    SettingReader reader = new SettingReader(values());
    DatabaseConfig database = DatabaseConfig.read(reader);
    Path dataDirectory = ChatConfig.readDataDirectory(reader);
    reader.requireNoMistakes();
    requireUsable();
    try (RunningDatabase running = RunningDatabase.start(database, dataDirectory)) {
      Schema.migrate(running.connection());
      return run(running.connection());
    }
  }
}
