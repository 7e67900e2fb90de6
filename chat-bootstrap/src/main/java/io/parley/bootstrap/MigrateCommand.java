package io.parley.bootstrap;

import io.parley.bootstrap.config.DatabaseConfig.External;
import java.util.Map;
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
  int run(External database) {
    out().println("The schema of " + database.jdbcUrl() + " is up to date");
    return ExitCode.OK;
  }
}
