package io.parley.bootstrap.prepare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts Java again, with the options of this process and hardly any of its environment. */
final class JavaCommand {
  /** What finds programs, and what file names mean; nothing that sets the service or the JVM. */
  private static final List<String> KEPT_VARIABLES =
      List.of("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "SystemRoot");

  /** Archives of classes, and what watches a process. */
  private static final List<String> OTHER_OPTIONS =
      List.of(
          "-Xshare",
          "-XX:SharedArchiveFile",
          "-XX:AOT",
          "-XX:StartFlightRecording",
          "-XX:FlightRecorderOptions",
          "-Xlog",
          "-Xrun",
          "-Dcom.sun.management"); // whose port is taken by this process

  private JavaCommand() {}

  /** Some words, and more. */
  static List<String> of(List<String> first, String... more) {
    List<String> command = new ArrayList<>(first);
    command.addAll(List.of(more));
    return command;
  }

  /**
   * Java itself, and the options that memory, collector and system properties hang on.
   *
   * @param options of this process
   */
  static List<String> withOptionsOf(List<String> options) {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    options.stream()
        .filter(option -> option.startsWith("-X") || option.startsWith("-D"))
        .filter(option -> OTHER_OPTIONS.stream().noneMatch(option::startsWith))
        .forEach(command::add);
    return command;
  }

  /**
   * Starts a process without input.
   *
   * @param environment added to the little that is kept
   */
  static Process start(
      List<String> command, Map<String, String> environment, Path output, Path errors)
      throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectInput(new File(File.separatorChar == '/' ? "/dev/null" : "NUL"))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().keySet().retainAll(KEPT_VARIABLES);
    builder.environment().putAll(environment);
    return builder.start();
  }
}
