package io.parley.bootstrap;

import io.parley.bootstrap.config.Setting;
import io.parley.bootstrap.prepare.ClassArchive;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Makes later starts faster. */
@Command(
    name = "prepare",
    description =
        "Makes later starts faster: runs the service once with a database that is thrown away, and"
            + " keeps the classes that it loads in a file that this Java can map. Again after an"
            + " upgrade of either.")
final class PrepareCommand extends SettingCommand {
  @Option(
      names = "--archive",
      paramLabel = "<file>",
      description =
          "Where to keep them, for -XX:SharedArchiveFile; by default beside the jar, where the"
              + " launcher finds it")
  private @Nullable Path archive;

  PrepareCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Set<Setting> settings() {
    return EnumSet.noneOf(Setting.class);
  }

  @Override
  public Integer call() throws InterruptedException {
    ClassArchive classes = ClassArchive.of(Main.class);
    Path place = archive == null ? classes.defaultPlace() : archive.toAbsolutePath();
    classes.make(place);
    out().println("Prepared: " + place);
    return ExitCode.OK;
  }
}
