package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testkit.fixture.RequiredProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** HAProxy in front of nodes, as {@code deploy/haproxy.cfg} says. */
final class LoadBalancer implements AutoCloseable {
  private static final Path CONFIG = Path.of("..", "deploy", "haproxy.cfg");
  private static final long LIMIT_SECONDS = 20;

  /** Begins the rules that keep paths inside, which tests that ask for these paths do without. */
  private static final String NOT_FOR_THE_PUBLIC = "  http-request return ";

  private final Path config;
  private final int port;
  private final Process process;

  private LoadBalancer(Path config, int port, Process process) {
    this.config = config;
    this.port = port;
    this.process = process;
  }

  static void require() {
    RequiredProgram.require(
        "haproxy is not installed (Debian: apt install haproxy)", "haproxy", "-v");
  }

  /**
   * Starts one; returns when it listens.
   *
   * @param nodes their names and where they listen
   */
  static LoadBalancer start(Map<String, URI> nodes) {
    try {
      int port = freePort();
      Path config = Files.createTempFile("chat-haproxy", ".cfg");
      StringBuilder text = new StringBuilder();
      for (String line : Files.readAllLines(CONFIG)) {
        if (line.startsWith("  maxconn ")) {
          text.append("  maxconn 1000\n"); // whatever the machine allows
        } else if (line.startsWith("  bind ")) {
          text.append("  bind 127.0.0.1:").append(port).append('\n');
        } else if (!line.startsWith("  server ") && !line.startsWith(NOT_FOR_THE_PUBLIC)) {
          text.append(line).append('\n');
        }
      }
      nodes.forEach(
          (name, address) ->
              text.append("  server ")
                  .append(name)
                  .append(" 127.0.0.1:")
                  .append(address.getPort())
                  .append('\n'));
      Files.writeString(config, text);
      Process process =
          new ProcessBuilder("haproxy", "-f", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      LoadBalancer balancer = new LoadBalancer(config, port, process);
      balancer.awaitListener();
      return balancer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListener() {
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    for (boolean listens = false; !listens; ) {
      assertThat(process.isAlive()).as("HAProxy runs").isTrue();
      assertThat(System.nanoTime()).as("HAProxy listens").isLessThan(giveUpAt);
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        listens = probe.isConnected();
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.delete(config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
