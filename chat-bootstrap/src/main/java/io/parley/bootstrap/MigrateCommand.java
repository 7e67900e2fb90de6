package io.parley.bootstrap;

import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.Setting;
import io.parley.bootstrap.config.SettingReader;
import io.parley.bootstrap.config.UsersConfig;
import io.parley.bootstrap.database.Schema;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Brings a database to the schema of this version. */
@Command(
    name = "migrate",
    description = "Brings the database to this version's schema and exits; serve does so too.")
final class MigrateCommand extends DatabaseCommand {
  MigrateCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Set<Setting> settings() {
    Set<Setting> all = EnumSet.copyOf(super.settings());
    all.add(Setting.CHAT_USERS);
    return all;
  }

  @Override
  void requireUsable() {
    UsersConfig.Source unused = source();
  }

  private UsersConfig.Source source() {
    SettingReader reader = new SettingReader(values());
    UsersConfig.Source source = UsersConfig.readSource(reader);
    reader.requireNoMistakes();
    return source;
  }

  @Override
  int run(External database) {
    if (source().isStoredHere()) {
      Schema.showOwnProfiles(database);
    }
    out().println("The schema of " + database.jdbcUrl() + " is up to date");
    return ExitCode.OK;
  }
}
