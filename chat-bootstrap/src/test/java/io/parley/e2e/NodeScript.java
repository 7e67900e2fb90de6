package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs scripts of {@code src/test/node} with the official JavaScript client, which the build has
 * fetched. Without Node.js a test is skipped, but not in CI.
 */
final class NodeScript {
  private static final Path SCRIPTS = Path.of("src", "test", "node");
  private static final Path INSTALLED = Path.of("target", "npm");
  private static final long LIMIT_SECONDS = 90;

  private NodeScript() {}

  /** Runs a script to its end; it fails by an exit code other than 0. */
  static void run(String name, String... arguments) throws IOException, InterruptedException {
    requireNode();
    // Beside the installed modules, where the script's imports are looked up.
    Path script = INSTALLED.resolve(name);
    Files.copy(SCRIPTS.resolve(name), script, StandardCopyOption.REPLACE_EXISTING);
    Path output = INSTALLED.resolve(name + ".log");
    List<String> command = new ArrayList<>(List.of("node", script.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertThat(ended && process.exitValue() == 0)
          .as("%s, which printed:%n%s", name, Files.readString(output))
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void requireNode() throws InterruptedException {
    String problem = null;
    if (!Files.isDirectory(INSTALLED.resolve("node_modules"))) {
      problem = "socket.io-client is not installed: npm was missing during the build";
    } else if (!nodeAnswers()) {
      problem = "Node.js is not installed";
    }
    if (problem != null) {
      if ("true".equals(System.getenv("CI"))) {
        fail(problem);
      }
      abort(problem);
    }
  }

  private static boolean nodeAnswers() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("node", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectErrorStream(true)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
