package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs scripts of {@code src/test/node} with modules that npm has installed. Without Node.js or npm
 * a test is skipped, but not in CI. Tests of several processes may do so at the same time.
 */
final class NodeScript {
  private static final Path SCRIPTS = Path.of("src", "test", "node");
  private static final Path INSTALLER = Path.of("src", "main", "npm", "install.sh");
  private static final long INSTALL_LIMIT_SECONDS = 180;
  private static final long LIMIT_SECONDS = 240;

  private final Path installed;
  private final Map<String, String> environment;

  private NodeScript(Path installed, Map<String, String> environment) {
    this.installed = installed;
    this.environment = environment;
  }

  /** Runs a script with the official client, which the build has fetched, to its end. */
  static void run(String name, String... arguments) throws IOException, InterruptedException {
    official().execute(name, arguments);
  }

  /** For scripts with the official client, which the build has fetched. */
  static NodeScript official() {
    Path installed = Path.of("target", "npm");
    if (!Files.exists(installed.resolve("installed.json"))) {
      giveUp("socket.io-client is not installed: npm was missing during the build");
    }
    return new NodeScript(installed, Map.of());
  }

  /** The same, for servers with that certificate. */
  NodeScript trusting(Path certificate) {
    return new NodeScript(installed, Map.of("NODE_EXTRA_CA_CERTS", certificate.toString()));
  }

  /** Installs the modules of a package.json, unless that has been done, for scripts to be run. */
  static NodeScript withModules(Path source, Path target) throws IOException, InterruptedException {
    Path output = target.resolveSibling(target.getFileName() + ".log");
    List<String> command =
        List.of("bash", INSTALLER.toString(), source.toString(), target.toString());
    Files.createDirectories(output.toAbsolutePath().getParent());
    try (FileChannel log =
        FileChannel.open(output, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      log.lock(); // until it is closed
      if (!succeeds(command, Map.of(), output, INSTALL_LIMIT_SECONDS)) {
        giveUp("npm did not install " + source + ": " + Files.readString(output));
      }
    }
    return new NodeScript(target, Map.of());
  }

  /** Runs a script to its end; it fails by an exit code other than 0. */
  void execute(String name, String... arguments) throws IOException, InterruptedException {
    // Below the installed modules, where the scripts' imports are looked up.
    Path ours = installed.resolve("tests-" + ProcessHandle.current().pid());
    if (!succeeds(List.of("node", "--version"), Map.of(), ours.resolve("node.log"), 30)) {
      giveUp("Node.js is not installed");
    }
    try (Stream<Path> scripts = Files.list(SCRIPTS)) {
      for (Path script : scripts.toList()) {
        Files.copy(script, ours.resolve(script.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path script = ours.resolve(name);
    Path output = ours.resolve(name + ".log");
    List<String> command = new ArrayList<>(List.of("node", script.toString()));
    command.addAll(List.of(arguments));
    assertThat(succeeds(command, environment, output, LIMIT_SECONDS))
        .as("%s, which printed:%n%s", name, Files.readString(output))
        .isTrue();
  }

  private static boolean succeeds(
      List<String> command, Map<String, String> environment, Path output, long limitSeconds)
      throws IOException, InterruptedException {
    Files.createDirectories(output.toAbsolutePath().getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      Files.writeString(output, String.valueOf(e.getMessage()));
      return false;
    }
    try {
      return process.waitFor(limitSeconds, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Skips the test without a program on the PATH, but not in CI. */
  static void requireTool(String tool) {
    boolean isInstalled =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    if (!isInstalled) {
      giveUp(tool + " is not installed");
    }
  }

  private static void giveUp(String problem) {
    if ("true".equals(System.getenv("CI"))) {
      fail(problem);
    }
    abort(problem);
  }
}
