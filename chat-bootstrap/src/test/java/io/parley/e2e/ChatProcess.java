package io.parley.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The packaged application as a process of its own. */
final class ChatProcess implements AutoCloseable {
  private static final long READY_SECONDS = 120;
  private static final String READY = "Chat is listening on ";

  private final Process process;
  private final Path log;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ChatProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    CompletableFuture<Void> unused = CompletableFuture.runAsync(this::readLines);
  }

  /**
   * Starts the application.
   *
   * @param directory takes the log
   * @param environment nothing else is set that the application reads
   */
  static ChatProcess start(Path directory, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("chat.jar", "target/chat/chat.jar")));
    command.addAll(List.of(arguments));
    return run(directory, Path.of("").toAbsolutePath(), environment, command);
  }

  /**
   * Runs a command that runs the application.
   *
   * @param directory takes the log
   * @param workingDirectory of the process
   * @param environment nothing else is set that the application reads
   */
  static ChatProcess run(
      Path directory, Path workingDirectory, Map<String, String> environment, List<String> command)
      throws IOException {
    Path log = Files.createTempFile(directory, "chat", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workingDirectory.toFile())
            .redirectError(log.toFile());
    builder.environment().keySet().removeIf(ChatProcess::isSetting);
    builder.environment().putAll(environment);
    return new ChatProcess(builder.start(), log);
  }

  /** Whether the application reads a variable. */
  static boolean isSetting(String variable) {
    return variable.startsWith("DB_")
        || variable.startsWith("CHAT_")
        || variable.startsWith("JWT_")
        || variable.startsWith("DATABASE_URL")
        || variable.startsWith("REDIS_URL")
        || variable.startsWith("OTEL_")
        || List.of("PORT", "FRONTEND_URL").contains(variable);
  }

  private void readLines() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("unreadable: " + e);
    }
  }

  /** The next line of standard output that starts like this. */
  String awaitLine(String start) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (System.nanoTime() < deadline) {
      String line = lines.poll(100, TimeUnit.MILLISECONDS);
      if (line != null && line.startsWith(start)) {
        return line;
      }
      if (line == null && !process.isAlive() && lines.isEmpty()) {
        break;
      }
    }
    throw new AssertionError("no line '" + start + "'; the log:\n" + log());
  }

  /** Waits until the service accepts connections; the very first line says so. */
  URI awaitReady() throws InterruptedException {
    return URI.create(awaitLine(READY).substring(READY.length()));
  }

  /** Waits for the end. */
  int awaitExit(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("no end within " + seconds + " s; the log:\n" + log());
    }
    return process.exitValue();
  }

  /** Standard output up to the end of the process, less what was awaited. */
  List<String> output() throws InterruptedException {
    List<String> rest = new ArrayList<>();
    for (String line = lines.poll(1, TimeUnit.SECONDS);
        line != null;
        line = lines.poll(1, TimeUnit.SECONDS)) {
      rest.add(line);
    }
    return rest;
  }

  /** Standard error so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(15, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
  }
}
