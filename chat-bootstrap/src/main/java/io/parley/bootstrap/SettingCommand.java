package io.parley.bootstrap;

import io.parley.bootstrap.config.Setting;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that takes settings as flags or from the environment. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true)
abstract class SettingCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  SettingCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The settings that the command has flags for. */
  abstract Set<Setting> settings();

  /** The environment with the flags over it, by the names of the variables. */
  final Map<String, String> values() {
    return SettingFlags.over(environment, spec.commandLine().getParseResult());
  }

  /** This command, for what it says of its usage. */
  final CommandLine commandLine() {
    return spec.commandLine();
  }

  /** Standard error. */
  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Standard output. */
  final PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
