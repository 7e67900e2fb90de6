package io.parley.adapter.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.adapter.websocket.connection.EngineConfig;
import io.parley.adapter.websocket.harness.Await;
import io.parley.adapter.websocket.harness.RawWebSocket;
import io.parley.adapter.websocket.harness.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server's API promises, seen through raw WebSockets. */
class SocketIoServerTest {
  private static final String TARGET = "/socket.io/?EIO=4&transport=websocket";
  private static final long DEADLINE_SECONDS = 10;

  private final SocketIoServer socketIo =
      SocketIoServer.create(
          SocketIoConfig.defaults()
              .withEngine(EngineConfig.defaults().withSendQueue(64, 4 << 20))
              .withConnectTimeout(Duration.ofMillis(300)));
  private final Namespace chat = socketIo.namespace("/");
  private final BlockingQueue<SocketIoSocket> connected = new LinkedBlockingQueue<>();
  private final BlockingQueue<DisconnectReason> disconnected = new LinkedBlockingQueue<>();
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final TestServer server = TestServer.start(socketIo.handler());

  SocketIoServerTest() {
    chat.onConnection(connected::add);
    chat.onDisconnect((socket, reason) -> disconnected.add(reason));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  // --- middleware ----------------------------------------------------------------------------

  @Test
  void givenRefusals_whenConnect_thenTheClientIsToldWhy() {
    JsonNode data = JsonNodeFactory.instance.objectNode().put("retry", false);
    chat.use(
        socket ->
            switch (socket.handshake().auth().path("as").asText()) {
              case "thrown" -> throw new ConnectRefused("no");
              case "later" -> CompletableFuture.failedFuture(new ConnectRefused("never", data));
              case "broken" -> throw new IOException("secret");
              default -> null;
            });
    chat.onHandlerError((socket, event, failure) -> log.add(event + " " + failure.getMessage()));
    RawWebSocket socket = open();

    socket.send("40{\"as\":\"thrown\"}");
    socket.send("40{\"as\":\"later\"}");
    socket.send("40{\"as\":\"broken\"}");
    socket.send("40{\"as\":\"friend\"}");

    assertThat(socket.text()).isEqualTo("44{\"message\":\"no\"}");
    assertThat(socket.text()).isEqualTo("44{\"message\":\"never\",\"data\":{\"retry\":false}}");
    assertThat(socket.text()).isEqualTo("44{\"message\":\"Internal server error\"}");
    assertThat(socket.text()).startsWith("40{");
    assertThat(log).containsExactly("connect secret");
  }

  @Test
  void givenSlowMiddleware_whenEventFollows_thenItIsHandledAfterTheConnection() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    chat.use(socket -> gate);
    chat.use(
        socket -> {
          socket.attach("checked");
          return null;
        });
    chat.on("who", (socket, arguments, ack) -> answer(ack, socket.attachment(String.class)));
    RawWebSocket socket = open();
    socket.send("40");
    socket.send("421[\"who\"]");

    gate.complete(null);

    assertThat(socket.text()).startsWith("40{");
    assertThat(socket.text()).isEqualTo("431[\"checked\"]");
  }

  @Test
  void givenNoConnect_whenTimeIsUp_thenTheConnectionIsClosed() {
    RawWebSocket socket = open();

    assertThat(socket.closeCode()).isEqualTo(1006);

    assertThat(socketIo.statistics().closes(CloseReason.CONNECT_TIMEOUT)).isEqualTo(1);
  }

  @Test
  void givenHandshake_whenConnected_thenRequestAndAuthAreKnown() {
    RawWebSocket socket =
        RawWebSocket.connect(
            server.webSocket().resolve(TARGET + "&lang=de"), server.http().toString());
    assertThat(socket.text()).startsWith("0");

    socket.send("40{\"token\":\"t\"}");

    Handshake handshake = nextSocket().handshake();
    assertThat(handshake.auth()).hasToString("{\"token\":\"t\"}");
    assertThat(handshake.request().query()).containsEntry("lang", "de");
    assertThat(handshake.request().header("origin")).isEqualTo(server.http().toString());
    assertThat(handshake.request().remoteAddress()).isIn("127.0.0.1", "[::1]", "0:0:0:0:0:0:0:1");
  }

  // --- events --------------------------------------------------------------------------------

  @Test
  void givenSlowHandler_whenMoreEventsCome_thenTheyWaitTheirTurn() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    chat.on(
        "step",
        (socket, arguments, ack) -> {
          log.add("begin " + arguments.get(0));
          return gate.thenRun(() -> log.add("end " + arguments.get(0)));
        });
    RawWebSocket socket = connect();

    socket.send("42[\"step\",1]");
    socket.send("42[\"step\",2]");
    socket.send("42[\"step\",3]");
    Await.until(() -> !log.isEmpty());
    assertThat(log).containsExactly("begin 1");
    gate.complete(null);

    Await.until(() -> log.size() == 6);
    assertThat(log).containsExactly("begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3");
  }

  @Test
  void givenFailingHandlers_whenTheyFail_thenTheErrorHandlerKnowsAndTheSocketGoesOn() {
    chat.onHandlerError((socket, event, failure) -> log.add(event + " " + failure.getMessage()));
    chat.on(
        "throws",
        (socket, arguments, ack) -> {
          throw new IOException("thrown");
        });
    chat.on(
        "fails",
        (socket, arguments, ack) -> CompletableFuture.failedFuture(new IOException("late")));
    chat.onUnknownEvent((socket, event, arguments, ack) -> answer(ack, event));
    RawWebSocket socket = connect();

    socket.send("42[\"throws\"]");
    socket.send("42[\"fails\"]");
    socket.send("429[\"other\"]");

    assertThat(socket.text()).isEqualTo("439[\"other\"]");
    assertThat(log).containsExactly("throws thrown", "fails late");
  }

  @Test
  void givenAck_whenSentTwice_thenOnlyTheFirstCounts() {
    chat.on(
        "twice",
        (socket, arguments, ack) -> {
          log.add(ack.isRequested() + " " + ack.send(1) + " " + ack.send(2));
          return null;
        });
    RawWebSocket socket = connect();

    socket.send("423[\"twice\"]");
    socket.send("42[\"twice\"]");

    assertThat(socket.text()).isEqualTo("433[1]");
    Await.until(() -> log.size() == 2);
    assertThat(log).containsExactly("true true false", "false false false");
  }

  @Test
  void givenEmitWithAck_whenAnsweredLateOrNever_thenTheStageSaysSo() {
    RawWebSocket client = connect();
    SocketIoSocket socket = nextSocket();

    CompletionStage<List<JsonNode>> answered =
        socket.emitWithAck(Duration.ofSeconds(9), "ask", "a");
    CompletionStage<List<JsonNode>> ignored = socket.emitWithAck(Duration.ofMillis(50), "ask", "b");
    CompletionStage<List<JsonNode>> lost = socket.emitWithAck(Duration.ofSeconds(9), "ask", "c");

    assertThat(client.text()).isEqualTo("420[\"ask\",\"a\"]");
    assertThat(client.text()).isEqualTo("421[\"ask\",\"b\"]");
    assertThat(client.text()).isEqualTo("422[\"ask\",\"c\"]");
    client.send("430[\"yes\",null]");
    assertThat(await(answered)).hasToString("[\"yes\", null]");
    assertThatThrownBy(() -> await(ignored)).hasCauseInstanceOf(TimeoutException.class);
    client.send("431[\"too late\"]");
    client.send("4377[\"never asked\"]");
    client.abort();
    assertThatThrownBy(() -> await(lost)).hasCauseInstanceOf(SocketDisconnectedException.class);
    assertThatThrownBy(() -> await(socket.emitWithAck(Duration.ofSeconds(9), "ask")))
        .hasCauseInstanceOf(SocketDisconnectedException.class);
  }

  @Test
  void givenReservedName_whenEmitted_thenItIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> chat.emit("disconnect"));
  }

  // --- rooms and broadcasts --------------------------------------------------------------------

  @Test
  void givenRooms_whenBroadcast_thenEachTargetGetsItOnce() {
    RawWebSocket aliceClient = connect();
    SocketIoSocket alice = nextSocket();
    RawWebSocket bobClient = connect();
    SocketIoSocket bob = nextSocket();
    RawWebSocket carolClient = connect();
    SocketIoSocket carol = nextSocket();
    alice.join("r1");
    alice.join("r2");
    bob.join("r2");
    carol.join("r3");

    chat.to("r1", "r2").emit("union");
    chat.to("r1", "r2", "r3").except("r1").emit("except room");
    chat.to("r2").except(bob).emit("except socket");
    alice.to("r2").emit("from alice");
    chat.to(carol.id()).emit("by id");
    chat.to("nobody").emit("nobody");
    chat.emit("all", new byte[] {1});

    assertThat(List.of(aliceClient.text(), aliceClient.text(), aliceClient.text()))
        .containsExactly(
            "42[\"union\"]",
            "42[\"except socket\"]",
            "451-[\"all\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(aliceClient.binary()).containsExactly(1);
    assertThat(List.of(bobClient.text(), bobClient.text(), bobClient.text(), bobClient.text()))
        .containsExactly(
            "42[\"union\"]",
            "42[\"except room\"]",
            "42[\"from alice\"]",
            "451-[\"all\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(List.of(carolClient.text(), carolClient.text(), carolClient.text()))
        .containsExactly(
            "42[\"except room\"]",
            "42[\"by id\"]",
            "451-[\"all\",{\"_placeholder\":true,\"num\":0}]");
  }

  @Test
  void givenMembers_whenTheyLeaveOrDisconnect_thenEmptyRoomsAreGone() {
    RawWebSocket client = connect();
    SocketIoSocket first = nextSocket();
    connect();
    SocketIoSocket second = nextSocket();
    first.join("a");
    first.join("b");
    second.join("b");
    assertThat(chat.socketsIn("b")).containsExactlyInAnyOrder(first, second);
    assertThat(chat.roomSize("b")).isEqualTo(2);
    assertThat(first.rooms()).containsExactlyInAnyOrder("a", "b");

    second.leave("b");
    client.abort();

    assertThat(nextReason()).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
    assertThat(chat.roomCount()).isZero();
    assertThat(first.join("a")).isFalse();
    assertThat(first.connected()).isFalse();
    assertThat(chat.sockets()).containsExactly(second);
  }

  @Test
  void givenConcurrentJoinsAndLeaves_whenDone_thenRoomsAreExact() {
    connect();
    SocketIoSocket first = nextSocket();
    connect();
    SocketIoSocket second = nextSocket();

    CompletableFuture<?>[] workers = new CompletableFuture<?>[8];
    for (int i = 0; i < workers.length; i++) {
      SocketIoSocket socket = i % 2 == 0 ? first : second;
      workers[i] =
          CompletableFuture.runAsync(
              () -> {
                for (int round = 0; round < 2_000; round++) {
                  socket.join("room");
                  chat.socketsIn("room").forEach(SocketIoSocket::id);
                  socket.leave("room");
                }
              });
    }
    CompletableFuture.allOf(workers).join();

    assertThat(chat.roomCount()).isZero();
    first.join("room");
    second.join("room");
    assertThat(chat.roomSize("room")).isEqualTo(2);
  }

  @Test
  void givenManySockets_whenBroadcastsAndSinglePacketsAlternate_thenEachGetsAllInOrder() {
    List<RawWebSocket> clients = new ArrayList<>();
    List<SocketIoSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(connect());
      sockets.add(nextSocket());
      sockets.get(i).join("many");
    }

    for (int i = 0; i < 2_000; i += 2) {
      chat.to("many").emit("number", i);
      SocketIoSocket one = sockets.get(i / 2 % sockets.size());
      one.emit("number", i + 1);
    }

    for (int client = 0; client < clients.size(); client++) {
      for (int i = 0; i < 2_000; i += 2) {
        assertThat(clients.get(client).text()).isEqualTo("42[\"number\"," + i + "]");
        if (i / 2 % sockets.size() == client) {
          assertThat(clients.get(client).text()).isEqualTo("42[\"number\"," + (i + 1) + "]");
        }
      }
    }
    assertThat(socketIo.statistics().closes(CloseReason.SLOW_CONSUMER)).isZero();
  }

  @Test
  void givenEncodedEvent_whenEmittedElsewhere_thenItIsRefused() {
    EncodedEvent event = EncodedEvent.of("/other", "e", null);

    assertThatIllegalArgumentException().isThrownBy(() -> chat.to("room").emit(event));
  }

  // --- leaving -------------------------------------------------------------------------------

  @Test
  void givenNamespaceDisconnect_whenCalled_thenTheConnectionGoesOn() {
    RawWebSocket client = connect();
    SocketIoSocket socket = nextSocket();

    socket.disconnect(false);

    assertThat(client.text()).isEqualTo("41");
    assertThat(nextReason()).isEqualTo(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
    client.send("40");
    assertThat(client.text()).startsWith("40{");
  }

  @Test
  void givenRoom_whenItsSocketsAreDisconnected_thenTheirConnectionsClose() {
    RawWebSocket client = connect();
    nextSocket().join("out");

    chat.disconnectSockets("out", true);

    assertThat(client.text()).isEqualTo("41");
    assertThat(client.closeCode()).isEqualTo(1000);
    assertThat(nextReason()).isEqualTo(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
  }

  @Test
  void givenHandlerInProgress_whenConnectionBreaks_thenDisconnectComesAfterIt() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    chat.on(
        "work",
        (socket, arguments, ack) -> {
          log.add("began");
          return gate.thenRun(() -> log.add("worked"));
        });
    chat.onDisconnect((socket, reason) -> log.add("left"));
    RawWebSocket client = connect();
    SocketIoSocket socket = nextSocket();
    client.send("42[\"work\"]");
    Await.until(() -> !log.isEmpty());

    socket.disconnect(true);
    assertThat(disconnected).isEmpty();
    gate.complete(null);

    nextReason();
    assertThat(log).containsExactly("began", "worked", "left");
  }

  @Test
  void givenHandlerThatFailsBadly_whenItsSocketLeaves_thenDisconnectIsStillHandled() {
    chat.on(
        "recurse",
        (socket, arguments, ack) -> {
          throw new StackOverflowError("too deep");
        });
    chat.onHandlerError((socket, event, failure) -> log.add(event + " " + failure.getMessage()));
    chat.on("after", (socket, arguments, ack) -> answer(ack, "goes on"));
    RawWebSocket client = connect();
    nextSocket();

    client.send("42[\"recurse\"]");
    client.send("421[\"after\"]");

    assertThat(client.text()).isEqualTo("431[\"goes on\"]");
    assertThat(log).containsExactly("recurse too deep");
    client.abort();
    assertThat(nextReason()).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
  }

  @Test
  void givenReaderThatHasStopped_whenItsQueueIsFull_thenItIsCutOffByName() throws Exception {
    try (Socket stalled = stalledClient()) {
      assertThat(stalled.isConnected()).isTrue();
      nextSocket().join("busy");
      RawWebSocket reader = connect();
      nextSocket().join("busy");
      EncodedEvent event = chat.encode("news", "x".repeat(100_000));

      int sent = 0;
      while (socketIo.statistics().closes(CloseReason.SLOW_CONSUMER) == 0 && sent < 2_000) {
        chat.to("busy").emit(event);
        assertThat(reader.text()).hasSize(100_013);
        sent++;
      }

      assertThat(socketIo.statistics().closes(CloseReason.SLOW_CONSUMER)).isEqualTo(1);
      assertThat(nextReason()).isEqualTo(DisconnectReason.SLOW_CONSUMER);
      assertThat(chat.roomSize("busy")).isEqualTo(1);
      Await.until(() -> socketIo.statistics().openWebSockets() == 1);
    }
  }

  @Test
  void givenSockets_whenServerCloses_thenTheyLeaveWithThatReason() {
    RawWebSocket client = connect();
    nextSocket();

    socketIo.close(Duration.ZERO).toCompletableFuture().orTimeout(9, TimeUnit.SECONDS).join();

    assertThat(client.closeCode()).isEqualTo(1006);
    assertThat(nextReason()).isEqualTo(DisconnectReason.SERVER_SHUTDOWN);
    assertThat(socketIo.statistics().openSessions()).isZero();
  }

  // --- help ----------------------------------------------------------------------------------

  /** A client that connects and then never reads again. */
  private Socket stalledClient() throws IOException {
    Socket socket = new Socket("localhost", server.http().getPort());
    String request =
        "GET "
            + TARGET
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    byte[] connectFrame = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'};
    socket.getOutputStream().write(connectFrame);
    return socket;
  }

  private RawWebSocket open() {
    RawWebSocket socket = RawWebSocket.connect(server, TARGET);
    assertThat(socket.text()).startsWith("0{");
    return socket;
  }

  private RawWebSocket connect() {
    RawWebSocket socket = open();
    socket.send("40");
    assertThat(socket.text()).startsWith("40{");
    return socket;
  }

  private SocketIoSocket nextSocket() {
    return next(connected);
  }

  private DisconnectReason nextReason() {
    return next(disconnected);
  }

  private static <T> T next(BlockingQueue<T> queue) {
    try {
      T element = queue.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (element == null) {
        throw new AssertionError("nothing in time");
      }
      return element;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }

  private static CompletionStage<?> answer(Ack ack, String text) {
    return CompletableFuture.completedFuture(ack.send(text));
  }
}
