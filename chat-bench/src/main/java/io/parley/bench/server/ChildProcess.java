package io.parley.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server in a process of its own. It is ready when it has printed a line with its address. */
public final class ChildProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  private final Process process;
  private final URI address;

  private ChildProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts a command and returns when it is ready.
   *
   * @param name of the process in messages
   * @param log what it writes to its standard error is added to this
   * @param ready what stands before the address in the line that it prints
   */
  static ChildProcess start(String name, ProcessBuilder builder, Path log, String ready)
      throws IOException {
    Process process = builder.redirectError(Redirect.appendTo(log.toFile())).start();
    try {
      CompletableFuture<URI> address = readOutput(process, name, ready);
      return new ChildProcess(process, address.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("the " + name + " did not start: " + e + "; see " + log, e);
    }
  }

  /** As above, with a log of its own among the temporary files. */
  static ChildProcess start(String name, ProcessBuilder builder, String ready) throws IOException {
    return start(name, builder, newLog(name), ready);
  }

  /** An empty log among the temporary files. */
  static Path newLog(String name) throws IOException {
    return Files.createTempFile("chat-bench-" + name, ".log");
  }

  /** The command for a JVM like this one, with its class path unless the flags have another. */
  static List<String> java(List<String> jvmFlags, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(jvmFlags);
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }

  /** Reads to the end, so that a talkative process is never held up. */
  private static CompletableFuture<URI> readOutput(Process process, String name, String ready) {
    CompletableFuture<URI> address = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                output
                    .lines()
                    .filter(line -> line.startsWith(ready))
                    .forEach(line -> address.complete(addressIn(line, ready)));
              } catch (IOException | UncheckedIOException e) {
                address.completeExceptionally(e);
              }
              address.completeExceptionally(new IllegalStateException("it ended"));
            },
            name + "-output");
    reader.setDaemon(true);
    reader.start();
    return address;
  }

  private static URI addressIn(String line, String ready) {
    return URI.create(line.substring(ready.length()).trim());
  }

  public URI address() {
    return address;
  }

  /** CPU time used since its start, by all of its threads. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Memory allocated since its start, if it is a JVM that tells; else 0. */
  long allocatedBytes() {
    try (Allocation allocation = Allocation.of(process.pid())) {
      return allocation.bytes();
    } catch (IOException e) {
      return 0;
    }
  }

  long pid() {
    return process.pid();
  }

  /** Ends it at once, as a crash does, and waits until it is gone. */
  void kill() throws InterruptedException {
    int unused = process.destroyForcibly().waitFor();
  }

  /**
   * Asks it to end, and waits for that.
   *
   * @return its exit code; -1 if it had to be killed after some time
   */
  int terminate() throws InterruptedException {
    process.destroy();
    if (process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      return process.exitValue();
    }
    kill();
    return -1;
  }

  /** What it occupies, if it is a JVM. */
  public JvmMemory memory() {
    return new JvmMemory(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
