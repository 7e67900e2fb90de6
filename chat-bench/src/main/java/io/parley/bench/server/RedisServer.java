package io.parley.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Redis server on a free port of this machine, which keeps nothing. */
public final class RedisServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long LOOK_MILLIS = 10;

  private final InetSocketAddress address;
  private final Path directory = Files.createTempDirectory("chat-bench-redis");
  private Process process;

  private RedisServer(int port) throws IOException {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.process = launch();
  }

  /**
   * Starts one; returns when it listens.
   *
   * @throws IOException if there is no redis-server on this machine
   */
  public static RedisServer start() throws IOException {
    return new RedisServer(freePort());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process launch() throws IOException {
    Process started =
        new ProcessBuilder(
                List.of(
                    "redis-server",
                    "--port",
                    String.valueOf(address.getPort()),
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--dir",
                    directory.toString()))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();
    long giveUpAt = System.nanoTime() + LIMIT.toNanos();
    while (!listens()) {
      if (!started.isAlive() || System.nanoTime() - giveUpAt > 0) {
        started.destroyForcibly();
        throw new IOException("redis-server does not start");
      }
      pause();
    }
    return started;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private boolean listens() {
    try (Socket probe = new Socket(address.getAddress(), address.getPort())) {
      return probe.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  public InetSocketAddress address() {
    return address;
  }

  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Ends it at once, and waits until it is gone. */
  public void kill() throws InterruptedException {
    int unused = process.destroyForcibly().waitFor();
  }

  /** Starts it again, empty, after {@link #kill}. */
  public void startAgain() throws IOException {
    process = launch();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      int unused = process.waitFor();
      Files.deleteIfExists(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
