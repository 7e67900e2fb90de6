package io.parley.adapter.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.websocket.harness.Await;
import io.parley.adapter.websocket.protocol.EncodedPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that asks for packets by polling, and does not take the answer. */
@Timeout(60)
class SlowPollerTest {
  private static final int QUEUE_BYTES = 1_000_000;
  private static final int SMALL_BUFFER = 4_096;

  private final CompletableFuture<EngineSession> opened = new CompletableFuture<>();
  private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
  private final List<Socket> sockets = new ArrayList<>();
  private final Server jetty =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

  private final class Listener implements SessionListener {
    @Override
    public @Nullable CompletionStage<?> onText(String text) {
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(byte[] data) {
      return null;
    }

    @Override
    public void onClose(CloseReason reason) {
      closed.complete(reason);
    }
  }

  private void start(Duration pingInterval, Duration pingTimeout) throws Exception {
    EngineConfig config =
        EngineConfig.defaults()
            .withPath("/engine.io/")
            .withHeartbeat(pingInterval, pingTimeout)
            .withSendQueue(1_000, QUEUE_BYTES);
    EngineServer engine =
        new EngineServer(
            config,
            session -> {
              opened.complete(session);
              return new Listener();
            });
    jetty.setHandler(engine.handler());
    connector().setAcceptedSendBufferSize(SMALL_BUFFER);
    jetty.start();
  }

  private ServerConnector connector() {
    return (ServerConnector) jetty.getConnectors()[0];
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    jetty.stop();
  }

  private Socket get(String query) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), connector().getLocalPort()));
    socket
        .getOutputStream()
        .write(
            ("GET /engine.io/?EIO=4&transport=polling"
                    + query
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private EngineSession open() throws Exception {
    try (Socket handshake = get("")) {
      String unused = text(handshake);
    }
    return opened.get();
  }

  private static String text(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static EncodedPacket packet(int bytes) {
    return EncodedPacket.message("x".repeat(bytes));
  }

  private static PollingTransport transport(EngineSession session) {
    return (PollingTransport) session.transport();
  }

  @Test
  void givenAnswerThatIsNotTaken_whenMoreWaitsThanMay_thenTheSessionEnds() throws Exception {
    start(Duration.ofSeconds(25), Duration.ofSeconds(20));
    EngineSession session = open();
    assertThat(session.send(packet(900_000))).isTrue();
    get("&sid=" + session.id());
    Await.until(() -> transport(session).isAnswering());

    boolean taken = session.send(packet(200_000));

    assertThat(taken).isFalse();
    assertThat(closed.get()).isEqualTo(CloseReason.SLOW_CONSUMER);
  }

  @Test
  void givenAnswerThatIsNotTaken_whenAnotherPollComes_thenItWaitsForThat() throws Exception {
    start(Duration.ofSeconds(25), Duration.ofSeconds(20));
    EngineSession session = open();
    assertThat(session.send(packet(900_000))).isTrue();
    Socket slow = get("&sid=" + session.id());
    Await.until(() -> transport(session).isAnswering());
    assertThat(session.send(packet(50_000))).isTrue();
    Socket next = get("&sid=" + session.id());
    Await.until(() -> transport(session).poll() != null);
    assertThat(transport(session).waitingPackets()).isEqualTo(1);

    assertThat(text(slow)).hasSizeGreaterThan(900_000);

    assertThat(text(next)).hasSizeBetween(50_000, 51_000);
  }

  @Test
  void givenAnswerThatIsNotTaken_whenTheSessionIsClosed_thenTheNextPollIsToldSo() throws Exception {
    start(Duration.ofSeconds(25), Duration.ofSeconds(20));
    EngineSession session = open();
    assertThat(session.send(packet(900_000))).isTrue();
    Socket slow = get("&sid=" + session.id());
    Await.until(() -> transport(session).isAnswering());
    Socket next = get("&sid=" + session.id());
    Await.until(() -> transport(session).poll() != null);

    session.close(CloseReason.FORCED_CLOSE);
    assertThat(text(slow)).hasSizeGreaterThan(900_000);

    assertThat(text(next)).endsWith("\r\n1");
  }

  @Test
  void givenAnswerThatIsNotTaken_whenTheHeartbeatsTimeIsOver_thenTheClientIsHungUpOn()
      throws Exception {
    start(Duration.ofMillis(700), Duration.ofMillis(800));
    EngineSession session = open();
    Await.until(() -> connector().getConnectedEndPoints().isEmpty());
    assertThat(session.send(packet(900_000))).isTrue();
    get("&sid=" + session.id());
    Await.until(() -> transport(session).isAnswering());

    Await.until(() -> connector().getConnectedEndPoints().isEmpty());

    assertThat(session.isOpen()).isFalse();
  }
}
