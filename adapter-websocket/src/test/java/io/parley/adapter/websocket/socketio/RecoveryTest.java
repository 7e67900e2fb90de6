package io.parley.adapter.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.adapter.websocket.connection.EngineConfig;
import io.parley.adapter.websocket.harness.Await;
import io.parley.adapter.websocket.harness.PollingClient;
import io.parley.adapter.websocket.harness.RawWebSocket;
import io.parley.adapter.websocket.harness.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connection state recovery, seen through raw WebSockets. */
class RecoveryTest {
  private static final String TARGET = "/socket.io/?EIO=4&transport=websocket";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlockingQueue<SocketIoSocket> connected = new LinkedBlockingQueue<>();
  private final BlockingQueue<DisconnectReason> disconnected = new LinkedBlockingQueue<>();
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private SocketIoServer socketIo = newServer(RecoveryConfig.defaults());
  private Namespace chat = socketIo.namespace("/");
  private TestServer server = listen();

  private static SocketIoServer newServer(RecoveryConfig recovery) {
    return SocketIoServer.create(
        SocketIoConfig.defaults()
            .withEngine(EngineConfig.defaults().withSendQueue(64, 1 << 20))
            .withRecovery(recovery));
  }

  private TestServer listen() {
    chat.onConnection(
        socket -> {
          log.add(socket.recovered() ? "recovered" : "connected");
          connected.add(socket);
        });
    chat.onDisconnect(
        (socket, reason) -> {
          log.add("disconnected");
          disconnected.add(reason);
        });
    return TestServer.start(socketIo.handler());
  }

  /** Starts anew with other bounds. */
  private void restart(RecoveryConfig recovery) {
    server.close();
    socketIo = newServer(recovery);
    chat = socketIo.namespace("/");
    server = listen();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  // --- the protocol --------------------------------------------------------------------------

  @Test
  void givenRecovery_whenClientConnects_thenItGetsAPrivateIdAndEventsCarryOffsets() {
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);

    socket.emit("one", 1);
    chat.to(socket.id()).emit("two");
    socket.emitWithAck(Duration.ofSeconds(5), "ask", "text");

    assertThat(client.sid).isEqualTo(socket.id());
    assertThat(client.pid).startsWith(socket.id()).hasSize(40);
    assertThat(client.text()).startsWith("42[\"one\",1,\"").endsWith("\"]");
    assertThat(client.text()).startsWith("42[\"two\",\"").endsWith("\"]");
    assertThat(client.text()).isEqualTo("420[\"ask\",\"text\"]");
  }

  @Test
  void givenVolatileEvents_whenClientComesBack_thenTheyTookNoPlaceAndAreNotRepeated() {
    restart(RecoveryConfig.defaults().withMaxBytes(1_000));
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);
    socket.emit("kept", 1);
    String offset = offsetOf(client.text());
    socket.emit("missed", 2);
    client.text();
    for (int i = 0; i < 100; i++) {
      socket.emitVolatile("passing", i);
      assertThat(client.text()).isEqualTo("42[\"passing\"," + i + "]");
    }
    cut(client);

    Client back = connect(client.claim(offset));

    assertThat(next(connected).recovered()).isTrue();
    assertThat(back.text()).startsWith("42[\"missed\",2,\"");
  }

  @Test
  void givenClaimThatCannotBeOurs_whenRead_thenNothingOfItIsKept() {
    String tooLong = "x".repeat(200);

    assertThat(RecoveryClaim.of(json("42{\"pid\":\"" + tooLong + "\"}"))).isNull();
    assertThat(RecoveryClaim.of(json("42{\"pid\":\"x\",\"offset\":\"" + tooLong + "\"}"))).isNull();
    assertThat(RecoveryClaim.of(json("42{\"pid\":\"x\",\"offset\":\"y\"}")))
        .isEqualTo(new RecoveryClaim("x", "y"));
  }

  @Test
  void givenNoRecovery_whenClientShowsAPrivateId_thenItIsIgnored() {
    server.close();
    socketIo = SocketIoServer.create(SocketIoConfig.defaults());
    chat = socketIo.namespace("/");
    server = listen();

    RawWebSocket client = open();
    client.send("40{\"pid\":\"" + "x".repeat(40) + "\",\"offset\":\"y\"}");
    JsonNode answer = json(client.text());
    next(connected).emit("event");

    assertThat(answer.fieldNames()).toIterable().containsExactly("sid");
    assertThat(client.text()).isEqualTo("42[\"event\"]");
  }

  @Test
  void givenClientThatDeclines_whenItIsSentTo_thenItAloneGetsNoOffsetsAndIsNotWaitedFor() {
    RawWebSocket bare = open();
    bare.send("40{\"recovery\":false}");
    JsonNode answer = json(bare.text());
    SocketIoSocket declining = next(connected);
    Client other = connect("{\"recovery\":true}");
    next(connected).join("room");
    declining.join("room");

    chat.to("room").emit("both", 1);
    declining.emit("one");

    assertThat(answer.fieldNames()).toIterable().containsExactly("sid");
    assertThat(bare.text()).isEqualTo("42[\"both\",1]");
    assertThat(bare.text()).isEqualTo("42[\"one\"]");
    assertThat(other.text()).startsWith("42[\"both\",1,\"").endsWith("\"]");
    bare.abort();
    assertThat(next(disconnected)).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
    assertThat(declining.emit("late")).isFalse();
    assertThat(chat.roomSize("room")).isEqualTo(1);
  }

  // --- coming back ---------------------------------------------------------------------------

  @Test
  void givenLostConnection_whenClientComesBack_thenItHasItsPlaceAndWhatItMissed() {
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);
    socket.join("room");
    socket.attach("kept");
    socket.emit("seen");
    String offset = offsetOf(client.text());
    cut(client);

    assertThat(chat.sockets()).isEmpty();
    assertThat(chat.roomSize("room")).isZero();
    assertThat(chat.socket(socket.id())).isNull();
    assertThat(chat.to("room").hasAudience()).isTrue();
    assertThat(chat.to("elsewhere").hasAudience()).isFalse();
    chat.to("room").emit("to the room", new byte[] {7});
    chat.to("elsewhere").emit("to others");
    assertThat(socket.emit("to the socket")).isFalse();
    chat.emit("to all");
    Client back = connect(client.claim(offset));

    assertThat(back.sid).isEqualTo(client.sid);
    assertThat(back.pid).isEqualTo(client.pid);
    assertThat(next(connected)).isSameAs(socket);
    assertThat(back.text()).startsWith("451-[\"to the room\",{\"_placeholder\":true,\"num\":0}");
    assertThat(back.socket.binary()).containsExactly(7);
    assertThat(back.text()).startsWith("42[\"to the socket\",");
    assertThat(back.text()).startsWith("42[\"to all\",");
    assertThat(socket.recovered()).isTrue();
    assertThat(socket.rooms()).containsExactly("room");
    assertThat(socket.attachment(String.class)).isEqualTo("kept");
    assertThat(log).containsExactly("connected", "disconnected", "recovered");
    chat.to("room").emit("live");
    assertThat(back.text()).startsWith("42[\"live\",");
  }

  @Test
  void givenEventsThatGotLostOnTheWay_whenClientComesBack_thenTheyAreSentAgain() {
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);
    socket.emit("first");
    socket.emit("second");
    String offset = offsetOf(client.text());
    cut(client);

    Client back = connect(client.claim(offset));

    assertThat(back.text()).startsWith("42[\"second\",");
  }

  @Test
  void givenClientThatHasSeenNothing_whenItComesBack_thenItGetsEverything() {
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);
    cut(client);
    socket.emit("missed");

    Client back = connect(client.claim(null));

    assertThat(back.sid).isEqualTo(client.sid);
    assertThat(back.text()).startsWith("42[\"missed\",");
  }

  @Test
  void givenSeveralLosses_whenClientComesBackEachTime_thenItRecoversEachTime() {
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);
    String offset = null;
    for (int round = 0; round < 5; round++) {
      cut(client);
      socket.emit("round " + round);
      client = connect(client.claim(offset));
      String event = client.text();
      assertThat(event).startsWith("42[\"round " + round + "\",");
      offset = offsetOf(event);
    }
    assertThat(client.sid).isEqualTo(socket.id());
  }

  @Test
  void givenConnectionNotYetFoundDead_whenClientComesBack_thenItTakesOver() {
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    chat.on("slow", (sender, arguments, ack) -> gate.thenRun(() -> log.add("handled")));
    client.send("42[\"slow\"]");
    socket.emit("seen");
    String offset = offsetOf(client.text());
    socket.emit("lost on the way");

    RawWebSocket back = open();
    back.send("40" + client.claim(offset));
    Await.until(() -> !socket.connected());
    assertThat(disconnected).isEmpty(); // its last event is still being handled
    gate.complete(null);

    assertThat(json(back.text()).path("sid").asText()).isEqualTo(client.sid);
    assertThat(back.text()).startsWith("42[\"lost on the way\",");
    assertThat(client.socket.closeCode()).isEqualTo(1000);
    assertThat(log).containsExactly("connected", "handled", "disconnected", "recovered");
    assertThat(chat.sockets()).containsExactly(socket);
  }

  @Test
  void givenPolling_whenClientComesBack_thenItRecovers() {
    PollingClient polling = new PollingClient(server, "/socket.io/");
    String first = polling.open();
    polling.post(first, "40");
    JsonNode place = json(polling.poll(first).body());
    next(connected).emit("missed");
    polling.post(first, "1");
    next(disconnected);

    String second = polling.open();
    polling.post(second, "40{\"pid\":\"" + place.path("pid").asText() + "\"}");

    assertThat(polling.poll(second).body())
        .contains("\"sid\":\"" + place.path("sid").asText() + "\"")
        .contains("[\"missed\",");
  }

  // --- not coming back -----------------------------------------------------------------------

  @Test
  void givenOffsetThatIsNotKnown_whenClientComesBack_thenItStartsAnew() {
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);
    socket.join("room");
    socket.emit("event");
    cut(client);

    Client back = connect(client.claim("nonsense"));

    assertThat(back.sid).isNotEqualTo(client.sid);
    assertThat(next(connected).recovered()).isFalse();
    assertThat(chat.roomCount()).isZero();
  }

  @Test
  void givenWrongSecret_whenClientComesBack_thenItStartsAnewAndTheOtherKeepsItsPlace() {
    Client client = connect("{}");
    next(connected);
    cut(client);

    Client guess = connect("{\"pid\":\"" + client.sid + "x".repeat(20) + "\"}");
    Client back = connect(client.claim(null));

    assertThat(guess.sid).isNotEqualTo(client.sid);
    assertThat(back.sid).isEqualTo(client.sid);
  }

  @Test
  void givenGuardThatRefuses_whenClientComesBack_thenItStartsAnew() {
    chat.use(
        socket -> {
          socket.attach(socket.handshake().auth().path("user").asText());
          return null;
        });
    chat.guardRecovery(
        (arriving, lost) ->
            arriving.attachment(String.class).equals(lost.attachment(String.class)));
    Client client = connect("{\"user\":\"alice\"}");
    next(connected);
    cut(client);

    Client other = connect("{\"user\":\"bob\"," + client.claim(null).substring(1));
    Client back = connect("{\"user\":\"alice\"," + client.claim(null).substring(1));

    assertThat(other.sid).isNotEqualTo(client.sid);
    assertThat(back.sid).isEqualTo(client.sid);
  }

  @Test
  void givenTimeIsUp_whenClientComesBack_thenItStartsAnewAndNothingIsLeft() {
    restart(RecoveryConfig.defaults().withWindow(Duration.ofMillis(50)));
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);
    socket.join("room");
    cut(client);

    Await.until(() -> chat.roomCount() == 0);

    assertThat(connect(client.claim(null)).sid).isNotEqualTo(client.sid);
  }

  @Test
  void givenMoreEventsThanAreKept_whenClientComesBack_thenItStartsAnew() {
    restart(RecoveryConfig.defaults().withMaxEvents(3));
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);
    socket.emit("seen");
    String offset = offsetOf(client.text());
    cut(client);
    socket.emit("1");
    socket.emit("2");
    socket.emit("3");

    assertThat(connect(client.claim(offset)).sid).isNotEqualTo(client.sid);
  }

  @Test
  void givenMoreBytesThanAreKept_whenClientComesBack_thenItStartsAnew() {
    restart(RecoveryConfig.defaults().withMaxBytes(1_000));
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);
    cut(client);
    socket.emit("large", "x".repeat(600));
    socket.emit("large", "x".repeat(600));

    assertThat(connect(client.claim(null)).sid).isNotEqualTo(client.sid);
  }

  @Test
  void givenMoreThanTheSendQueueTakes_whenClientComesBack_thenItStartsAnew() {
    Client client = connect("{}");
    SocketIoSocket socket = next(connected);
    cut(client);
    for (int i = 0; i < 33; i++) {
      socket.emit("event");
    }

    Client back = connect(client.claim(null));

    assertThat(back.sid).isNotEqualTo(client.sid);
    next(connected).emit("alive");
    assertThat(back.text()).startsWith("42[\"alive\",");
  }

  @Test
  void givenMoreLostSocketsThanAreKept_whenTheyComeBack_thenTheLatestRecover() {
    restart(RecoveryConfig.defaults().withMaxSockets(2));
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(connect("{}"));
      next(connected).join("room " + i);
    }
    clients.forEach(this::cut);
    Await.until(() -> chat.roomCount() == 2);

    assertThat(connect(clients.get(0).claim(null)).sid).isNotEqualTo(clients.get(0).sid);
    assertThat(connect(clients.get(1).claim(null)).sid).isEqualTo(clients.get(1).sid);
    assertThat(connect(clients.get(2).claim(null)).sid).isEqualTo(clients.get(2).sid);
  }

  @Test
  void givenDisconnectByEitherSide_whenClientComesBack_thenItStartsAnew() {
    Client leaving = connect("{}");
    next(connected).join("room");
    leaving.send("41");
    next(disconnected);
    Client putOut = connect("{}");
    SocketIoSocket socket = next(connected);
    socket.join("room");
    socket.disconnect(true);
    next(disconnected);
    Client putOutWhileLost = connect("{}");
    next(connected).join("room");
    cut(putOutWhileLost);
    chat.disconnectSockets("room", true);

    assertThat(chat.roomCount()).isZero();
    assertThat(connect(leaving.claim(null)).sid).isNotEqualTo(leaving.sid);
    assertThat(connect(putOut.claim(null)).sid).isNotEqualTo(putOut.sid);
    assertThat(connect(putOutWhileLost.claim(null)).sid).isNotEqualTo(putOutWhileLost.sid);
  }

  // --- help ----------------------------------------------------------------------------------

  private void cut(Client client) {
    client.socket.abort();
    assertThat(next(disconnected)).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
  }

  private RawWebSocket open() {
    RawWebSocket socket = RawWebSocket.connect(server, TARGET);
    assertThat(socket.text()).startsWith("0{");
    return socket;
  }

  private Client connect(String auth) {
    RawWebSocket socket = open();
    socket.send("40" + auth);
    JsonNode answer = json(socket.text());
    return new Client(socket, answer.path("sid").asText(), answer.path("pid").asText());
  }

  /** What a client knows of its place. */
  private record Client(RawWebSocket socket, String sid, String pid) {
    String text() {
      return socket.text();
    }

    void send(String packet) {
      socket.send(packet);
    }

    String claim(@Nullable String offset) {
      return "{\"pid\":\""
          + pid
          + "\""
          + (offset == null ? "" : ",\"offset\":\"" + offset + "\"")
          + "}";
    }
  }

  private static String offsetOf(String event) {
    JsonNode arguments = json(event);
    return arguments.get(arguments.size() - 1).asText();
  }

  private static JsonNode json(String packet) {
    try {
      return JSON.readTree(packet.substring(2));
    } catch (IOException e) {
      throw new UncheckedIOException(packet, e);
    }
  }

  private static <T> T next(BlockingQueue<T> queue) {
    try {
      T element = queue.poll(10, TimeUnit.SECONDS);
      if (element == null) {
        throw new AssertionError("nothing in time");
      }
      return element;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
