package io.parley.adapter.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.adapter.websocket.harness.Await;
import io.parley.adapter.websocket.harness.TestServer;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official Java client, over polling with upgrade, WebSocket only and polling only. */
class JavaClientTest {
  private static final long DEADLINE_SECONDS = 10;

  private final SocketIoServer socketIo = SocketIoServer.create(SocketIoConfig.defaults());
  private final Namespace chat = socketIo.namespace("/");
  private final BlockingQueue<SocketIoSocket> connected = new LinkedBlockingQueue<>();
  private final TestServer server = TestServer.start(socketIo.handler());
  private final List<Socket> clients = new ArrayList<>();

  JavaClientTest() {
    chat.use(
        socket -> {
          if (!socket.handshake().auth().path("token").asText().equals("secret")) {
            throw new ConnectRefused(
                "Authentication error", JsonNodeFactory.instance.objectNode().put("code", 7));
          }
          return null;
        });
    chat.onConnection(connected::add);
    chat.on(
        "echo",
        (socket, arguments, ack) -> {
          ack.send(arguments.toArray());
          return null;
        });
    chat.on(
        "join",
        (socket, arguments, ack) -> {
          socket.join(arguments.get(0).asText());
          ack.send("joined");
          return null;
        });
  }

  @AfterEach
  void stop() {
    clients.forEach(Socket::close);
    server.close();
  }

  @Test
  void givenSeveralEvents_whenSentTogether_thenTheyArriveInOrderOnceTheTaskIsDone()
      throws Exception {
    Socket client = connect("websocket");
    BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    var arrived = new CountDownLatch(1);
    client.on(
        "number",
        arguments -> {
          received.add(arguments[0]);
          arrived.countDown();
        });
    SocketIoSocket socket = next(connected);
    var early = new CompletableFuture<Boolean>();

    socketIo.together(
        () -> {
          socket.emit("number", 1);
          socketIo.together(() -> socket.emit("number", 2));
          early.complete(isReleased(arrived));
        });

    assertThat(early.get()).isFalse();
    assertThat(List.of(next(received), next(received))).isEqualTo(List.of(1, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling,websocket", "websocket", "polling"})
  void givenConnectionHandler_whenClientConnects_thenItLearnsSoOnlyWhenTheHandlerHasRun(
      String transports) throws Exception {
    var clientConnected = new CountDownLatch(1);
    var early = new CompletableFuture<Boolean>();
    chat.onConnection(socket -> early.complete(clientConnected.await(300, TimeUnit.MILLISECONDS)));
    Socket client = client(transports, "secret");
    client.on(Socket.EVENT_CONNECT, arguments -> clientConnected.countDown());

    client.connect();

    assertThat(early.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isFalse();
    assertThat(clientConnected.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling,websocket", "websocket", "polling"})
  void givenClient_whenItAsks_thenItsCallbackIsCalled(String transports) throws Exception {
    Socket client = connect(transports);
    CompletableFuture<Object[]> answer = new CompletableFuture<>();

    client.emit(
        "echo",
        new Object[] {"ü€😀", 1, new byte[] {1, 2, 3}, new JSONObject(Map.of("k", "v"))},
        (Ack) answer::complete);

    Object[] arguments = await(answer);
    assertThat(arguments[0]).isEqualTo("ü€😀");
    assertThat(arguments[1]).isEqualTo(1);
    assertThat((byte[]) arguments[2]).containsExactly(1, 2, 3);
    assertThat(((JSONObject) arguments[3]).getString("k")).isEqualTo("v");
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling,websocket", "websocket", "polling"})
  void givenServer_whenItAsks_thenTheClientAnswers(String transports) throws Exception {
    Socket client = connect(transports);
    client.on("ask", arguments -> ((Ack) arguments[1]).call("yes", arguments[0]));

    List<JsonNode> answer =
        await(
            next(connected)
                .emitWithAck(Duration.ofSeconds(DEADLINE_SECONDS), "ask", new byte[] {9})
                .toCompletableFuture());

    assertThat(answer.get(0).asText()).isEqualTo("yes");
    assertThat(answer.get(1).binaryValue()).containsExactly(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling,websocket", "websocket", "polling"})
  void givenWrongToken_whenConnecting_thenTheClientIsToldWhy(String transports) throws Exception {
    Socket client = client(transports, "wrong");
    CompletableFuture<Object[]> error = new CompletableFuture<>();
    client.on(Socket.EVENT_CONNECT_ERROR, error::complete);

    client.connect();

    JSONObject refusal = (JSONObject) await(error)[0];
    assertThat(refusal.getString("message")).isEqualTo("Authentication error");
    assertThat(refusal.getJSONObject("data").getInt("code")).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling,websocket", "websocket", "polling"})
  void givenRoom_whenManyBroadcastsAreSent_thenAllArriveInOrder(String transports) {
    Socket client = connect(transports);
    BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    client.on("news", arguments -> received.add(arguments[0]));
    CompletableFuture<Object[]> joined = new CompletableFuture<>();

    client.emit("join", new Object[] {"room"}, (Ack) joined::complete);
    await(joined);
    for (int i = 0; i < 500; i++) {
      chat.to("room").emit("news", i); // the first of them race with the upgrade
    }

    for (int i = 0; i < 500; i++) {
      assertThat(next(received)).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling,websocket", "websocket", "polling"})
  void givenClient_whenEitherSideLeaves_thenTheOtherKnowsWhy(String transports) {
    BlockingQueue<DisconnectReason> reasons = new LinkedBlockingQueue<>();
    chat.onDisconnect((socket, reason) -> reasons.add(reason));
    Socket leaving = connect(transports);
    next(connected);

    leaving.disconnect();

    assertThat(next(reasons)).isEqualTo(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
    Socket expelled = connect(transports);
    CompletableFuture<Object[]> told = new CompletableFuture<>();
    expelled.on(Socket.EVENT_DISCONNECT, told::complete);
    next(connected).disconnect(true);
    assertThat(await(told)[0]).isEqualTo("io server disconnect");
    assertThat(next(reasons)).isEqualTo(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
    Await.until(() -> chat.sockets().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling,websocket", "websocket", "polling"})
  void givenClient_whenTheServerCloses_thenItTriesToComeBack(String transports) {
    Socket client = connect(transports);
    CompletableFuture<Object[]> told = new CompletableFuture<>();
    client.on(Socket.EVENT_DISCONNECT, told::complete);
    CompletableFuture<Object[]> retried = new CompletableFuture<>();
    client.io().on(Manager.EVENT_RECONNECT_ATTEMPT, retried::complete);

    await(socketIo.close(Duration.ZERO).toCompletableFuture());

    assertThat(await(told)[0]).isIn("transport close", "transport error");
    await(retried);
  }

  /** Whether it happens within the moment that a bug would need to show itself. */
  private static boolean isReleased(CountDownLatch latch) {
    try {
      return latch.await(300, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Socket connect(String transports) {
    Socket client = client(transports, "secret");
    CompletableFuture<Object[]> open = new CompletableFuture<>();
    client.on(Socket.EVENT_CONNECT, open::complete);
    client.connect();
    await(open);
    return client;
  }

  private Socket client(String transports, String token) {
    Socket client =
        IO.socket(
            server.http(),
            IO.Options.builder()
                .setForceNew(true)
                .setTransports(transports.split(",", -1))
                .setAuth(Map.of("token", token))
                .build());
    clients.add(client);
    return client;
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
      throw new IllegalStateException(e);
    }
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }
}
