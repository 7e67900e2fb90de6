package io.parley.bootstrap;

import io.parley.adapter.postgres.Recount;
import io.parley.adapter.postgres.Recount.Wrong;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.database.Schema;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Compares the kept counts with the messages. */
@Command(
    name = "recount",
    description =
        "Counts every unread count and message total again and says which are wrong; exits with 1 if"
            + " any is and stays so. May run beside the service on a named database.")
final class RecountCommand extends DatabaseCommand {
  private static final int SHOWN = 20;

  @Option(names = "--repair", description = "Corrects what is wrong.")
  private boolean repair;

  RecountCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(External database) {
    Schema.requireNoImport(database); // it shows nothing before its end, and counts then
    Recount recount = new Recount(Schema.unlimited(database));
    List<Wrong> wrong = recount.check();
    print(wrong);
    if (repair && !wrong.isEmpty()) {
      recount.repair(wrong);
      out().println("They are corrected");
    }
    return wrong.isEmpty() || repair ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void print(List<Wrong> wrong) {
    if (wrong.isEmpty()) {
      out().println("All counts are right");
      return;
    }
    wrong.stream().limit(SHOWN).forEach(each -> out().println(describe(each)));
    if (wrong.size() > SHOWN) {
      out().println("...");
    }
    out().println("Wrong counts: " + wrong.size());
  }

  private static String describe(Wrong wrong) {
    return "conversation "
        + wrong.conversation()
        + wrong.user().map(user -> ", user " + user).orElse("")
        + ": "
        + wrong.what()
        + " is "
        + wrong.kept().map(String::valueOf).orElse("missing")
        + ", should be "
        + wrong.actual();
  }
}
