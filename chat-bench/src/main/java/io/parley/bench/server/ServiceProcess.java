package io.parley.bench.server;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The service in a JVM of its own, from the class path of the bench, with its launcher's flags. */
public final class ServiceProcess implements AutoCloseable {
  private static final String READY = "Chat is listening on ";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final URI address;

  private ServiceProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts the service on a free port, and returns when it is ready. */
  public static ServiceProcess start(List<String> jvmFlags, Map<String, String> settings)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "io.parley.bootstrap.Main", "serve"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(settings);
    builder.environment().put("PORT", "0");
    builder.redirectError(
        ProcessBuilder.Redirect.to(File.createTempFile("chat-bench-service", ".log")));
    Process process = builder.start();
    try {
      return new ServiceProcess(
          process,
          CompletableFuture.supplyAsync(() -> readAddress(process))
              .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("the service did not start: " + e, e);
    }
  }

  private static URI readAddress(Process process) {
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return lines
        .lines()
        .filter(line -> line.startsWith(READY))
        .findFirst()
        .map(line -> URI.create(line.substring(READY.length()).trim()))
        .orElseThrow(() -> new IllegalStateException("it ended"));
  }

  public URI address() {
    return address;
  }

  /** What its JVM occupies. */
  public ServiceMemory memory() {
    return new ServiceMemory(process.pid());
  }

  /** CPU time used since its start. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
