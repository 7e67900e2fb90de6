package io.parley.bootstrap;

import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.LogFormat;
import io.parley.bootstrap.config.Setting;
import io.parley.bootstrap.logging.LogOutput;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Runs the service until it is told to stop. */
@Command(
    name = "serve",
    description = "Starts the service; stops in order on SIGTERM or Ctrl-C.",
    footer = {
      "",
      "Each option is a flag or an environment variable; the flag wins. A secret can be in a file,"
          + " which the variable with _FILE names; one line break at its end does not count."
    })
final class ServeCommand extends SettingCommand {
  private final Termination termination;

  ServeCommand(Map<String, String> environment, Termination termination) {
    super(environment);
    this.termination = termination;
  }

  @Override
  Set<Setting> settings() {
    return EnumSet.allOf(Setting.class);
  }

  @Override
  public Integer call() throws InterruptedException {
    ChatConfig config = ChatConfig.from(values());
    LogOutput.takeJdkLogging();
    if (config.logFormat() == LogFormat.JSON) {
      LogOutput.becomeJson();
    }
    try (ChatServer server = ChatServer.start(config, Clock.systemUTC())) {
      out().println("Chat is listening on " + server.address());
      if (config.demo()) {
        DemoGreeting.print(server, out());
      }
      termination.await();
    }
    return ExitCode.OK;
  }
}
