package io.parley.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the blocks of one document in a directory of their own, where {@code ./chat} is the classes
 * under test. Each sees the variables and the working directory that the ones before it have left.
 */
final class SnippetShell implements AutoCloseable {
  /** What the commands of documents use besides what every system has. */
  static final List<String> TOOLS = List.of("bash", "curl", "node", "openssl", "python3");

  private static final Path FILES = Path.of("src", "test", "snippets").toAbsolutePath();
  private static final Path MODULES = Path.of("target", "npm", "node_modules").toAbsolutePath();
  private static final long LIMIT_SECONDS = 150;

  private final Path home;
  private final Map<String, String> environment;

  /**
   * Prepares a directory.
   *
   * @param environment nothing else is set that the service reads
   */
  SnippetShell(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = environment;
    try {
      Files.copy(FILES.resolve("chat"), home.resolve("chat"), StandardCopyOption.COPY_ATTRIBUTES);
      if (Files.isDirectory(MODULES)) {
        Files.createSymbolicLink(home.resolve("node_modules"), MODULES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Saves a block as the reader would. */
  void save(String file, String text) {
    try {
      Files.writeString(home.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs commands to their end and gives what they print. */
  String run(Snippet snippet, String commands) {
    save("block.sh", commands);
    return execute(snippet, "bash", FILES.resolve("step.sh").toString(), "./block.sh");
  }

  /** Runs a program of Node.js. It may leave sockets open: its last line is its end. */
  String runNode(Snippet snippet, String program) {
    save("block.mjs", program + "\nprocess.exit();\n");
    return run(snippet, "node --import '" + FILES.resolve("given.mjs") + "' block.mjs\n");
  }

  /** Runs a program of Python. */
  String runPython(Snippet snippet, String program) {
    save("block.py", program);
    return run(snippet, "python3 block.py\n");
  }

  private String execute(Snippet snippet, String... command) {
    try {
      Path output = home.resolve("block.out");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(ChatProcess::isSetting);
      builder.environment().putAll(environment);
      builder.environment().put("SNIPPETS_HOME", home.toString());
      builder.environment().put("SNIPPETS_JAVA", java().toString());
      builder.environment().put("SNIPPETS_CLASSES", classPath());
      Process process = builder.start();
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String printed = Files.readString(output);
      if (!ended || process.exitValue() != 0) {
        throw snippet.wrong(
            "this "
                + (ended ? "fails with exit code " + process.exitValue() : "does not end")
                + ". It printed:\n"
                + printed.indent(4)
                + "Mend it, or mark it with <!-- not run: why --> on the line before the block");
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** From any directory. */
  static String classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  /** Stops the service that the document has started, if it has. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(home.resolve("node_modules"));
      Path started = home.resolve("serve.pid");
      if (Files.exists(started)) {
        long pid = Long.parseLong(Files.readString(started).strip());
        ProcessHandle.of(pid)
            .ifPresent(
                service -> {
                  service.destroy();
                  service.onExit().orTimeout(20, TimeUnit.SECONDS).join();
                });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
