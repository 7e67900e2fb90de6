package io.parley.bootstrap;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done to users from the command line. */
@Command(
    name = "users",
    description = "Lists the users, or adds one where the table of users is the chat's own.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class UsersCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "add or list?");
  }

  CommandLine with(CommandLine... commands) {
    CommandLine users = new CommandLine(this);
    for (CommandLine command : commands) {
      users.addSubcommand(command);
    }
    return users;
  }
}
