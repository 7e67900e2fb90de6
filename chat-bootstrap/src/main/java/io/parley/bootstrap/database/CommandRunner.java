package io.parley.bootstrap.database;

import io.parley.bootstrap.config.StartupException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the programs of PostgreSQL, one at a time, in an environment of their own. */
final class CommandRunner {
  private final Path outputFile;
  private final List<String> prefix;

  /**
   * @param outputFile takes what a program prints; a file, since a server that a program leaves
   *     behind would keep a pipe open
   */
  CommandRunner(Path outputFile) {
    this.outputFile = outputFile;
    this.prefix = RootAccount.isCurrent() ? RootAccount.unprivilegedPrefix() : List.of();
  }

  /**
   * Runs a program to its end. An interrupt ends the program first.
   *
   * @param limit after which the program is ended and counts as failed
   */
  Outcome run(Duration limit, List<String> command) throws InterruptedException {
    List<String> full = new ArrayList<>(prefix);
    full.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(full)
            .redirectErrorStream(true)
            .redirectOutput(outputFile.toFile())
            .redirectInput(nullDevice());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C"); // messages that do not depend on the operator's language
    try {
      Process process = builder.start();
      return await(process, limit);
    } catch (IOException e) {
      throw new StartupException("Cannot run " + command.get(0) + ": " + e.getMessage(), e);
    }
  }

  private Outcome await(Process process, Duration limit) throws InterruptedException, IOException {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome(-1, "no end after " + limit.toSeconds() + " s: " + output());
      }
      return new Outcome(process.exitValue(), output());
    } finally {
      process.destroy();
    }
  }

  private String output() throws IOException {
    return new String(Files.readAllBytes(outputFile), StandardCharsets.UTF_8).strip();
  }

  private static File nullDevice() {
    return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
  }

  /** What a program answered; exit code -1 if it did not end in time. */
  record Outcome(int exitCode, String output) {
    boolean isSuccess() {
      return exitCode == 0;
    }
  }
}
