package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.websocket.socketio.ConnectRefused;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.bench.client.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that refuse, drop or ignore sockets, to see that the scenario finds out. */
class ConnectionsRunTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Server jetty = new Server(0);
  private final SocketIoServer server = SocketIoServer.create(SocketIoConfig.defaults());
  private final EventLoop loop = new EventLoop();

  @AfterEach
  void stop() throws Exception {
    loop.close();
    jetty.stop();
  }

  @Test
  void givenTwoBursts_whenAllAreTaken_thenAllHaveConnectedAndLeavingLosesNone() throws Exception {
    ConnectionsRun run = startServer();

    ConnectionsRun.Wave wave = run.connect(List.of("1", "2", "3"), 2);
    run.leave();

    assertThat(wave.connected()).isEqualTo(3);
    assertThat(wave.failed()).isZero();
    assertThat(wave.latency().getMaxValue()).isPositive();
    assertThat(eventually(0, () -> server.namespace("/").sockets().size())).isZero();
    assertThat(run.lost()).isZero();
    assertThat(run.failure()).isEmpty();
  }

  @Test
  void givenTokenThatIsRefused_whenConnected_thenItHasFailedAndTheOthersHaveNot() throws Exception {
    ConnectionsRun run = startServer();

    ConnectionsRun.Wave wave = run.connect(List.of("1", "bad", "3"), 2);

    assertThat(wave.connected()).isEqualTo(2);
    assertThat(wave.failed()).isEqualTo(1);
    assertThat(run.lost()).isZero();
    assertThat(run.failure()).contains("not this one");
  }

  @Test
  void givenConnectedSockets_whenTheServerHangsUp_thenTheyAreLost() throws Exception {
    ConnectionsRun run = startServer();
    run.connect(List.of("1", "2"), 2);

    server.close(Duration.ZERO).toCompletableFuture().join();

    assertThat(eventually(2, run::lost)).isEqualTo(2);
    assertThat(run.failure()).isNotEmpty();
  }

  @Test
  void givenServerThatNeverAnswers_whenConnected_thenTheFirstBurstIsTheLast() throws Exception {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var run =
          new ConnectionsRun(
              loop,
              new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort()),
              Duration.ofMillis(100));

      ConnectionsRun.Wave wave = run.connect(List.of("1", "2", "3"), 2);

      assertThat(wave.connected()).isZero();
      assertThat(wave.failed()).isEqualTo(3);
    }
  }

  @Test
  void givenNobodyListening_whenConnected_thenAllHaveFailed() throws Exception {
    var run = new ConnectionsRun(loop, unusedAddress(), LIMIT);

    ConnectionsRun.Wave wave = run.connect(List.of("1", "2"), 2);

    assertThat(wave.failed()).isEqualTo(2);
    assertThat(run.lost()).isZero();
    assertThat(run.failure()).isNotEmpty();
  }

  private ConnectionsRun startServer() throws Exception {
    server
        .namespace("/")
        .use(
            socket -> {
              if (socket.handshake().auth().path("token").asText().equals("bad")) {
                throw new ConnectRefused("not this one");
              }
              return null;
            });
    jetty.setHandler(server.handler());
    jetty.start();
    int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    return new ConnectionsRun(loop, new InetSocketAddress("localhost", port), LIMIT);
  }

  private static InetSocketAddress unusedAddress() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
    }
  }

  /** The value once it is as expected, or what it is when the time is over. */
  private static int eventually(int expected, IntSupplier value) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (value.getAsInt() != expected && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    return value.getAsInt();
  }
}
