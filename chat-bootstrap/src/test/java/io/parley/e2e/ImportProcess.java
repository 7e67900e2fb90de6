package io.parley.e2e;

import io.parley.adapter.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./chat import} as a process of its own, on the class path of the tests. */
final class ImportProcess implements AutoCloseable {
  private static final long LIMIT_SECONDS = 120;

  private final Process process;
  private final Path output;

  private ImportProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts to import.
   *
   * @param directory takes the output
   */
  static ImportProcess start(Path directory, TestDatabase from, TestDatabase into)
      throws IOException {
    Path output = Files.createTempFile(directory, "import", ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.parley.bootstrap.Main",
                "import"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("CHAT_IMPORT_FROM", from.url());
    builder.environment().put("DATABASE_URL", into.url());
    return new ImportProcess(builder.start(), output);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitExit();
  }

  /** SIGTERM, which is treated as Ctrl-C is. */
  void terminate() {
    process.destroy();
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no end within " + LIMIT_SECONDS + " s: " + output());
    }
    return process.exitValue();
  }

  /** Standard output and error so far. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
