package io.parley.adapter.websocket.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.adapter.websocket.connection.EngineConfig;
import io.parley.adapter.websocket.connection.SessionIds;
import io.parley.adapter.websocket.harness.Await;
import io.parley.adapter.websocket.harness.PollingClient;
import io.parley.adapter.websocket.harness.RawWebSocket;
import io.parley.adapter.websocket.harness.TestServer;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that try to make the server hold more than it should: memory, threads or sessions. Those
 * who merely stop reading are in {@code SocketIoServerTest}, those who stop answering in {@code
 * HeartbeatTest}.
 */
class AbuseTest {
  private static final String TARGET = "/socket.io/?EIO=4&transport=websocket";
  private static final int MAX_PAYLOAD = 20_000;
  private static final int DEADLINE_MILLIS = 10_000;
  private static final int CROWD = 60;
  private static final EngineConfig ENGINE =
      EngineConfig.defaults().withMaxPayload(MAX_PAYLOAD).withSendQueue(64, 256 << 10);
  private static final Duration PING_INTERVAL = Duration.ofMillis(200);
  private static final Duration PING_TIMEOUT = Duration.ofMillis(500);

  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private final AtomicInteger handled = new AtomicInteger();
  private @Nullable SocketIoServer socketIo;
  private @Nullable TestServer server;

  @AfterEach
  void stop() {
    gate.complete(null);
    if (server != null) {
      server.close();
    }
  }

  // --- those who do not finish what they have begun ----------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GE",
        "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: loc",
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: webs"
      })
  void givenHalfRequests_whenNothingFollows_thenNoThreadIsHeldAndTheyAreHungUpOn(String half)
      throws IOException {
    start(ENGINE);
    setIdleTimeout(Duration.ofSeconds(1));
    int busy = busyThreads();
    List<RawConnection> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      crowd.add(connection());
      crowd.get(i).write(half);
    }

    assertEchoes();

    assertThat(busyThreads()).isLessThan(busy + CROWD / 2);
    for (RawConnection connection : crowd) {
      assertThat(connection.readToEnd(DEADLINE_MILLIS)).isTrue();
      connection.close();
    }
    Await.until(() -> busyThreads() <= busy + 2);
  }

  @Test
  void givenHalfPost_whenNothingFollows_thenItsSessionEnds() throws IOException {
    start(ENGINE);
    setIdleTimeout(Duration.ofMillis(300));
    String sid = polling().open();
    try (RawConnection connection = connection()) {
      connection.write(postHead(sid, 1_000) + "4");

      assertThat(connection.readToEnd(DEADLINE_MILLIS)).isTrue();

      assertThat(connection.heard()).doesNotContain("HTTP/1.1 5");
      Await.until(() -> closes(CloseReason.TRANSPORT_CLOSE) == 1);
    }
  }

  @Test
  void givenPostThatDrips_whenItsSessionIsOver_thenItIsRefused() throws IOException {
    start(ENGINE.withHeartbeat(PING_INTERVAL, PING_TIMEOUT));
    int busy = busyThreads();
    List<RawConnection> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      crowd.add(connection());
      crowd.get(i).write(postHead(polling().open(), MAX_PAYLOAD) + "4");
    }

    assertEchoes();

    assertThat(busyThreads()).isLessThan(busy + CROWD / 2);
    Await.until(() -> closes(CloseReason.PING_TIMEOUT) >= CROWD);
    for (RawConnection connection : crowd) {
      connection.write("x");
      assertThat(connection.readToEnd(DEADLINE_MILLIS)).isTrue();
      assertThat(connection.heard()).startsWith("HTTP/1.1 400");
      connection.close();
    }
  }

  @Test
  void givenEmptyFragmentsWithoutEnd_whenNoPingIsAnswered_thenTheConnectionIsClosed()
      throws IOException {
    start(ENGINE.withHeartbeat(PING_INTERVAL, PING_TIMEOUT));
    try (RawConnection connection = upgraded()) {
      connection.write(Frames.frame(Frames.TEXT, new byte[] {'4'}));

      Await.until(() -> isClosedAfter(connection, Frames.frame(Frames.CONTINUATION, new byte[0])));

      assertThat(closes(CloseReason.PING_TIMEOUT)).isEqualTo(1);
      Await.until(() -> socketIo().statistics().openWebSockets() == 0);
    }
  }

  private boolean isClosedAfter(RawConnection connection, byte[] frame) {
    try {
      connection.write(frame);
    } catch (IOException e) {
      return true;
    }
    return socketIo().statistics().openSessions() == 0;
  }

  // --- those who send too much -------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(longs = {MAX_PAYLOAD + 1, 1L << 31, 1L << 40, Long.MAX_VALUE})
  void givenGiantFrame_whenMoreThanOnePayloadHasCome_thenItIsRefused(long announced)
      throws IOException {
    start(ENGINE);
    try (RawConnection connection = upgraded()) {
      connection.write(
          Frames.lying(Frames.FIN | Frames.TEXT, announced, new byte[MAX_PAYLOAD + 1]));
      connection.endOutput();

      assertThat(connection.readToEnd(DEADLINE_MILLIS)).isTrue();

      assertThat(connection.closeCode()).isIn(1009, 1002);
      Await.until(() -> closes(CloseReason.TRANSPORT_ERROR) == 1);
    }
  }

  @Test
  void givenTinyFragments_whenTheyAddUpToTooMuch_thenTheMessageIsRefused() throws IOException {
    start(ENGINE);
    ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    fragments.writeBytes(Frames.frame(Frames.TEXT, new byte[] {'4'}));
    for (int i = 0; i < MAX_PAYLOAD; i++) {
      fragments.writeBytes(Frames.frame(Frames.CONTINUATION, new byte[] {'x'}));
    }
    try (RawConnection connection = upgraded()) {
      connection.write(fragments.toByteArray());
      connection.endOutput();

      assertThat(connection.readToEnd(DEADLINE_MILLIS)).isTrue();

      assertThat(connection.closeCode()).isEqualTo(1009);
      Await.until(() -> closes(CloseReason.TRANSPORT_ERROR) == 1);
    }
  }

  @Test
  void givenAttachmentsThatAddUpToTooMuch_whenSent_thenTheConnectionIsClosed() throws IOException {
    start(ENGINE);
    try (RawConnection connection = upgraded()) {
      connection.write(Frames.text("40"));
      connection.write(Frames.text("4510-[\"echo\"]"));
      connection.write(Frames.binary(new byte[MAX_PAYLOAD]));
      connection.write(Frames.binary(new byte[1]));
      connection.endOutput();

      assertThat(connection.readToEnd(DEADLINE_MILLIS)).isTrue();

      assertThat(connection.closeCode()).isEqualTo(1002);
      assertThat(closes(CloseReason.PARSE_ERROR)).isEqualTo(1);
    }
  }

  // --- those who do not read, or are not read ----------------------------------------------------

  @Test
  void givenPingsWithoutEnd_whenPongsAreNotRead_thenNoMorePingsAreRead() throws IOException {
    start(ENGINE);
    try (Flood flood = new Flood(port())) {
      flood.write(upgradeRequest());
      Await.until(() -> socketIo().statistics().openSessions() == 1);

      long taken = flood.repeat(Frames.frame(Frames.FIN | Frames.PING, new byte[125]));

      assertThat(taken).isLessThan(Flood.LIMIT);
      assertEchoes();
    }
    Await.until(() -> socketIo().statistics().openSessions() == 0);
  }

  @Test
  void givenEventsWithoutEnd_whenTheFirstIsBeingHandled_thenNoMoreAreRead() throws IOException {
    start(ENGINE);
    try (Flood flood = new Flood(port())) {
      flood.write(upgradeRequest());
      flood.write(Frames.text("40"));
      flood.write(Frames.text("42[\"slow\"]"));
      Await.until(() -> handled.get() == 1);

      long taken = flood.repeat(Frames.text("42[\"slow\",\"" + "x".repeat(1_000) + "\"]"));

      assertThat(taken).isLessThan(Flood.LIMIT);
      assertThat(handled).hasValue(1);
      assertEchoes();
    }
  }

  @Test
  void givenRefusalsWithoutEnd_whenTheyAreNotRead_thenTheClientIsCutOff() throws IOException {
    start(ENGINE);
    byte[] connect = Frames.text("40/" + "n".repeat(1_000) + ",");
    try (Flood flood = new Flood(port())) {
      flood.write(upgradeRequest());

      Await.until(() -> closes(CloseReason.SLOW_CONSUMER) == 1 || !isWritten(flood, connect));

      Await.until(() -> closes(CloseReason.SLOW_CONSUMER) == 1);
      Await.until(() -> socketIo().statistics().openWebSockets() == 0);
    }
  }

  private static boolean isWritten(Flood flood, byte[] bytes) {
    try {
      for (int i = 0; i < 100; i++) {
        flood.write(bytes);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void givenPollingClientThatNeverPolls_whenItsRoomIsBusy_thenItIsCutOffAndOthersMissNothing() {
    start(ENGINE);
    String sid = polling().open();
    assertThat(polling().post(sid, "40").statusCode()).isEqualTo(200);
    RawWebSocket reader = connect();

    int sent = 0;
    while (closes(CloseReason.SLOW_CONSUMER) == 0 && sent < 200) {
      socketIo().namespace("/").emit("news", sent);
      assertThat(reader.text()).isEqualTo("42[\"news\"," + sent + "]");
      sent++;
    }

    assertThat(sent).isLessThanOrEqualTo(65);
    assertThat(polling().poll(sid).statusCode()).isEqualTo(400);
    socketIo().namespace("/").emit("news", "last");
    assertThat(reader.text()).isEqualTo("42[\"news\",\"last\"]");
  }

  @Test
  void givenHundredsOfUnknownNamespaces_whenAskedFor_thenEachIsRefusedAndNothingIsKept() {
    start(ENGINE);
    RawWebSocket socket = RawWebSocket.connect(server(), TARGET);
    assertThat(socket.text()).startsWith("0{");

    for (int i = 0; i < 500; i++) {
      socket.send("40/n" + i + ",");
      assertThat(socket.text()).isEqualTo("44/n" + i + ",{\"message\":\"Invalid namespace\"}");
    }

    socket.send("40");
    assertThat(socket.text()).startsWith("40{");
    assertThat(socketIo().namespace("/").sockets()).hasSize(1);
  }

  // --- those who guess -----------------------------------------------------------------------

  @Test
  void givenSessionIds_whenManyAreMade_thenAllDifferAndEveryCharacterVaries() {
    Set<String> ids = new HashSet<>();
    List<Set<Character>> characters = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      characters.add(new HashSet<>());
    }
    for (int i = 0; i < 10_000; i++) {
      String id = SessionIds.next();
      assertThat(id).matches("[A-Za-z0-9_-]{20}");
      ids.add(id);
      for (int at = 0; at < id.length(); at++) {
        characters.get(at).add(id.charAt(at));
      }
    }

    assertThat(ids).hasSize(10_000);
    assertThat(characters).allSatisfy(seen -> assertThat(seen).hasSize(64)); // 20 x 6 = 120 bits
  }

  @Test
  void givenAlmostTheRightId_whenUsed_thenItIsUnknown() {
    start(ENGINE);
    String sid = polling().open();
    char other = sid.charAt(0) == 'A' ? 'B' : 'A';

    List<String> guesses =
        List.of(
            other + sid.substring(1),
            sid.substring(1),
            sid + "A",
            sid + "%00",
            "",
            new StringBuilder(sid).reverse().toString());

    for (String guess : guesses) {
      assertThat(polling().poll(guess).body())
          .as(guess)
          .isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
      assertThat(polling().post(guess, "40").statusCode()).isEqualTo(400);
    }
    assertThat(polling().post(sid, "40").statusCode()).isEqualTo(200);
  }

  @Test
  void givenOpenWebSocket_whenItsIdIsUsedElsewhere_thenThatIsRefusedAndItGoesOn() {
    start(ENGINE);
    RawWebSocket socket = RawWebSocket.connect(server(), TARGET);
    String open = socket.text();
    String sid = open.substring(open.indexOf("sid") + 6, open.indexOf("sid") + 26);
    socket.send("40");
    assertThat(socket.text()).startsWith("40{");

    HttpResponse<String> polled = polling().poll(sid);
    HttpResponse<String> posted = polling().post(sid, "41");
    RawWebSocket second = RawWebSocket.connect(server(), TARGET + "&sid=" + sid);

    assertThat(polled.body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
    assertThat(posted.body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
    assertThat(second.closeCode()).isEqualTo(1000);
    socket.send("421[\"echo\",\"mine\"]");
    assertThat(socket.text()).isEqualTo("431[\"mine\"]");
  }

  // --- help ----------------------------------------------------------------------------------

  private void start(EngineConfig engine) {
    SocketIoServer made = SocketIoServer.create(SocketIoConfig.defaults().withEngine(engine));
    made.namespace("/")
        .on(
            "echo",
            (socket, arguments, ack) -> {
              ack.send(arguments.toArray());
              return null;
            })
        .on(
            "slow",
            (socket, arguments, ack) -> {
              handled.incrementAndGet();
              return gate;
            });
    socketIo = made;
    server = TestServer.start(made.handler());
  }

  /** Another client is served as if nothing were the matter. */
  private void assertEchoes() {
    RawWebSocket socket = connect();
    socket.send("421[\"echo\",\"there\"]");
    assertThat(socket.textAfterPings()).isEqualTo("431[\"there\"]");
    socket.abort();
  }

  private RawWebSocket connect() {
    RawWebSocket socket = RawWebSocket.connect(server(), TARGET);
    assertThat(socket.text()).startsWith("0{");
    socket.send("40");
    assertThat(socket.textAfterPings()).startsWith("40{");
    return socket;
  }

  private RawConnection connection() throws IOException {
    return new RawConnection(port());
  }

  private RawConnection upgraded() throws IOException {
    RawConnection connection = connection();
    connection.upgrade(TARGET);
    Await.until(() -> socketIo().statistics().openedSessions() == 1);
    return connection;
  }

  private static byte[] upgradeRequest() {
    return ("GET " + TARGET + " HTTP/1.1\r\n" + RawConnection.UPGRADE_HEADERS)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String postHead(String sid, int length) {
    return "POST /socket.io/?EIO=4&transport=polling&sid="
        + sid
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private PollingClient polling() {
    return new PollingClient(server(), "/socket.io/");
  }

  /** Instead of the 30 s of Jetty and Javalin. */
  private void setIdleTimeout(Duration timeout) {
    ((ServerConnector) socketIo().handler().getServer().getConnectors()[0])
        .setIdleTimeout(timeout.toMillis());
  }

  private int busyThreads() {
    return ((QueuedThreadPool) socketIo().handler().getServer().getThreadPool())
        .getUtilizedThreads();
  }

  private long closes(CloseReason reason) {
    return socketIo().statistics().closes(reason);
  }

  private int port() {
    return server().http().getPort();
  }

  private SocketIoServer socketIo() {
    SocketIoServer started = socketIo;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  private TestServer server() {
    TestServer started = server;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }
}
