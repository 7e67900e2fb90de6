package io.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Redis server of its own on a free port of this machine, which keeps nothing. */
final class RedisProcess implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 20;

  private final List<String> command;
  private final int port;
  private Process process;

  private RedisProcess(List<String> command, int port) {
    this.command = command;
    this.port = port;
    this.process = launch();
  }

  /**
   * Starts one; where there is no Redis, the test is skipped, and fails in continuous integration.
   *
   * @param options as on the command line
   */
  static RedisProcess start(String... options) {
    requireRedis();
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-server",
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                directory().toString()));
    command.addAll(List.of(options));
    return new RedisProcess(command, port);
  }

  private static void requireRedis() {
    boolean there;
    try {
      there = new ProcessBuilder("redis-server", "--version").start().waitFor() == 0;
    } catch (IOException missing) {
      there = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    String hint = "redis-server is not installed (Debian: apt install redis-server)";
    if ("true".equals(System.getenv("CI"))) {
      assertThat(there).as(hint).isTrue();
    }
    assumeTrue(there, hint);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() {
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      awaitListener(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListener(Process started) {
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    boolean listens = false;
    while (!listens) {
      assertThat(started.isAlive()).as("Redis runs").isTrue();
      assertThat(System.nanoTime()).as("Redis listens").isLessThan(giveUpAt);
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        listens = probe.isConnected();
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
  }

  int port() {
    return port;
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
    await(process);
  }

  /** Starts it again on the same port, empty. */
  void startAgain() {
    process = launch();
  }

  /** It takes connections and answers nothing, until {@link #resume}. */
  void pause() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      await(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Process some) {
    try {
      assertThat(some.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
