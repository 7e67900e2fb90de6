package io.parley.bootstrap;

import io.parley.bootstrap.config.ConfigException;
import io.parley.bootstrap.config.StartupException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 130 a command
 * that was not done was asked to end. Standard output carries results only; messages and logs go to
 * standard error.
 */
@Command(
    name = "chat",
    description = "A one-to-one chat back end: REST and Socket.IO over PostgreSQL.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    footer = {"", "Each command lists its options: chat serve --help"})
public final class Main implements Runnable {
  /** As a shell has it for Ctrl-C. */
  static final int INTERRUPTED = 130;

  @Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /** Runs one command and ends the process. */
  public static void main(String[] args) {
    Termination termination = Termination.onSignal(Thread.currentThread());
    int exitCode =
        run(
            args,
            System.getenv(),
            termination,
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    termination.finish(exitCode);
  }

  /**
   * Runs one command.
   *
   * @param environment the environment variables; flags win over them
   * @return the exit code
   */
  static int run(
      String[] args,
      Map<String, String> environment,
      Termination termination,
      PrintWriter out,
      PrintWriter err) {
    CommandLine commandLine =
        new CommandLine(new Main())
            .addSubcommand("serve", withFlags(new ServeCommand(environment, termination)))
            .addSubcommand("token", withFlags(new TokenCommand(environment)))
            .addSubcommand("migrate", withFlags(new MigrateCommand(environment)))
            .addSubcommand("doctor", withFlags(new DoctorCommand(environment)))
            .addSubcommand(
                new UsersCommand()
                    .with(
                        withFlags(new ListUsersCommand(environment)),
                        withFlags(new AddUserCommand(environment))))
            .addSubcommand("recount", withFlags(new RecountCommand(environment)))
            .addSubcommand("import", withFlags(new ImportCommand(environment, termination)))
            .addSubcommand("export", withFlags(new ExportCommand(environment)))
            .addSubcommand("replay-webhooks", withFlags(new ReplayWebhooksCommand(environment)))
            .addSubcommand("prepare", withFlags(new PrepareCommand(environment)))
            .setExpandAtFiles(false) // a password may begin with an at sign
            .setOut(out)
            .setErr(err)
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> explain(failure, command, termination));
    return commandLine.execute(args);
  }

  private static CommandLine withFlags(SettingCommand command) {
    CommandLine commandLine = new CommandLine(command);
    SettingFlags.add(commandLine.getCommandSpec(), command.settings());
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  /** What the operator can do something about is one message; the rest is logged with its trace. */
  private static int explain(Exception failure, CommandLine command, Termination termination) {
    if (termination.isRequested()) {
      // whatever was under way has been broken off, and what was open is closed: a service has done
      // what it was for then, a command has not
      return command.getCommand() instanceof ServeCommand ? ExitCode.OK : INTERRUPTED;
    }
    if (failure instanceof StartupException) {
      command.getErr().println(failure.getMessage());
    } else {
      LoggerFactory.getLogger(Main.class).error("The command failed", failure);
    }
    return failure instanceof ConfigException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }
}
