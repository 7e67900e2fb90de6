package io.parley.bootstrap;

import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.Setting;
import io.parley.bootstrap.doctor.Checkup;
import io.parley.bootstrap.doctor.Finding;
import io.parley.bootstrap.doctor.Finding.Level;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Looks at everything that the service needs. */
@Command(
    name = "doctor",
    description =
        "Looks at the settings, Java, port, directory, database and Redis, and says what to do;"
            + " exits with 1 if the service would not start. Changes nothing, and may run beside it.")
final class DoctorCommand extends SettingCommand {
  DoctorCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Set<Setting> settings() {
    return EnumSet.allOf(Setting.class);
  }

  @Override
  public Integer call() {
    ChatConfig config = ChatConfig.from(values());
    List<Finding> findings = new Checkup(config, Clock.systemUTC()).findings();
    findings.forEach(this::print);
    boolean bad = findings.stream().anyMatch(finding -> finding.level() == Level.BAD);
    out().println(bad ? "The service would not start, or not keep its word" : "All is well enough");
    return bad ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private void print(Finding finding) {
    out().printf("%-5s %-22s %s%n", finding.level().label(), finding.subject(), finding.found());
    if (!finding.advice().isEmpty()) {
      out().printf("%-28s -> %s%n", "", finding.advice());
    }
  }
}
