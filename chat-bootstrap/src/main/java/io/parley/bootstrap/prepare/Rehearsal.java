package io.parley.bootstrap.prepare;

import io.parley.bootstrap.config.StartupException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One start and stop of the service in a process of its own, with a database that is thrown away
 * and without any setting of the operator.
 */
final class Rehearsal {
  private static final String READY = "Chat is listening on ";
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 15;
  private static final long PAUSE_MILLIS = 50;
  private static final int REQUEST_MILLIS = 10_000;

  private final Path directory;

  /**
   * @param directory takes everything that is left behind, PostgreSQL's programs included
   */
  Rehearsal(Path directory) {
    this.directory = directory;
  }

  /**
   * Runs the service until it has answered one request.
   *
   * @param java the start of the command, up to the jar
   * @throws StartupException with the service's own words, if it does not start or stop
   */
  void run(List<String> java) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Path log = directory.resolve("log");
    Process service = JavaCommand.start(serve(java), environment(), output, log);
    try {
      ask(awaitAddress(service, output, log));
      service.destroy(); // SIGTERM
      if (!service.waitFor(STOP_SECONDS, TimeUnit.SECONDS) || service.exitValue() != 0) {
        throw failed("The service did not stop", log);
      }
    } finally {
      service.destroy(); // its database must not live on
      if (!service.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        service.destroyForcibly();
      }
    }
  }

  private List<String> serve(List<String> java) {
    return JavaCommand.of(
        java, "serve", "--demo", "--port=0", "--data-dir=" + directory.resolve("data"));
  }

  private Map<String, String> environment() {
    return Map.of("HOME", directory.toString(), "XDG_CACHE_HOME", directory.toString());
  }

  private static URI awaitAddress(Process service, Path output, Path log)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (service.isAlive() && System.nanoTime() < deadline) {
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      int end = printed.indexOf(System.lineSeparator());
      if (printed.startsWith(READY) && end > 0) {
        return URI.create(printed.substring(READY.length(), end));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw failed("The service did not start", log);
  }

  private static void ask(URI address) throws IOException {
    var request = (HttpURLConnection) address.resolve("/health/ready").toURL().openConnection();
    request.setConnectTimeout(REQUEST_MILLIS);
    request.setReadTimeout(REQUEST_MILLIS);
    int status = request.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw new StartupException("The service was not ready: " + status);
    }
  }

  private static StartupException failed(String what, Path log) throws IOException {
    return new StartupException(
        what + "; its log:\n" + Files.readString(log, StandardCharsets.UTF_8).strip());
  }
}
