package io.parley.adapter.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.conformance.ConformanceServers;
import io.parley.adapter.websocket.harness.Await;
import io.parley.adapter.websocket.harness.PollingClient;
import io.parley.adapter.websocket.harness.RawWebSocket;
import io.parley.adapter.websocket.harness.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the Engine.IO protocol, against an echo server. */
class EngineServerTest {
  private static final String UPGRADE = "/engine.io/?EIO=4&transport=websocket";

  private final EngineServer engine = ConformanceServers.patientEngine();
  private final TestServer server = TestServer.start(engine.handler());
  private final PollingClient polling = new PollingClient(server, "/engine.io/");

  @AfterEach
  void stop() {
    server.close();
  }

  // --- handshake -----------------------------------------------------------------------------

  @Test
  void givenPolling_whenHandshake_thenParametersAreSent() {
    JsonNode open = polling.handshake();

    assertThat(open.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload");
    assertThat(open.get("sid").asText()).hasSize(20);
    assertThat(open.get("upgrades")).hasToString("[\"websocket\"]");
    assertThat(open.get("pingInterval").asInt()).isEqualTo(25_000);
    assertThat(open.get("pingTimeout").asInt()).isEqualTo(20_000);
    assertThat(open.get("maxPayload").asInt()).isEqualTo(1_000_000);
  }

  @Test
  void givenWebSocket_whenHandshake_thenNoUpgradeIsOffered() {
    RawWebSocket socket = RawWebSocket.connect(server, UPGRADE);

    assertThat(socket.text()).startsWith("0{").contains("\"upgrades\":[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET     | EIO=4                             | 400 | {\"code\":0,\"message\":\"Transport unknown\"}",
        "GET     | EIO=4&transport=abc               | 400 | {\"code\":0,\"message\":\"Transport unknown\"}",
        "GET     | EIO=4&transport=polling&sid=abc   | 400 | {\"code\":1,\"message\":\"Session ID unknown\"}",
        "POST    | EIO=4&transport=polling&sid=abc   | 400 | {\"code\":1,\"message\":\"Session ID unknown\"}",
        "POST    | EIO=4&transport=polling           | 400 | {\"code\":2,\"message\":\"Bad handshake method\"}",
        "PUT     | EIO=4&transport=polling           | 400 | {\"code\":2,\"message\":\"Bad handshake method\"}",
        "OPTIONS | EIO=4&transport=polling           | 400 | {\"code\":2,\"message\":\"Bad handshake method\"}",
        "GET     | EIO=4&transport=websocket         | 400 | {\"code\":3,\"message\":\"Bad request\"}",
        "GET     | transport=polling                 | 400 | {\"code\":5,\"message\":\"Unsupported protocol version\"}",
        "GET     | EIO=3&transport=polling           | 400 | {\"code\":5,\"message\":\"Unsupported protocol version\"}",
        "GET     | EIO=abc&transport=polling         | 400 | {\"code\":5,\"message\":\"Unsupported protocol version\"}"
      })
  void givenBadRequest_whenSent_thenErrorOfTheProtocolComesBackAfterAPause(
      String method, String query, int status, String body) {
    long began = System.nanoTime();
    HttpResponse<String> response =
        polling.send(polling.request(query).method(method, BodyPublishers.noBody()).build());

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(EngineHandler.REFUSAL_PAUSE);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine.io/?transport=websocket",
        "/engine.io/?EIO=3&transport=websocket",
        "/engine.io/?EIO=4",
        "/engine.io/?EIO=4&transport=polling",
        "/engine.io/?EIO=4&transport=websocket&sid=unknown"
      })
  void givenBadUpgrade_whenSent_thenItIsRefused(String target) {
    assertThatThrownBy(() -> RawWebSocket.connect(server, target))
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }

  @Test
  void givenOtherPath_whenRequested_thenJavalinAnswers() {
    PollingClient elsewhere = new PollingClient(server, "/elsewhere");

    assertThat(elsewhere.get("").body()).isEqualTo("javalin");
  }

  // --- polling -------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {"4hello", "4", "4test1\u001e4test2\u001e4test3", "4hello\u001ebAQIDBA==", "4ü€😀"})
  void givenMessages_whenPosted_thenTheNextPollBringsThem(String payload) {
    String sid = polling.open();

    HttpResponse<String> posted = polling.post(sid, payload);

    assertThat(posted.statusCode()).isEqualTo(200);
    assertThat(posted.body()).isEqualTo("ok");
    HttpResponse<String> polled = polling.poll(sid);
    assertThat(polled.body()).isEqualTo(payload);
    assertThat(polled.headers().firstValue("content-type")).hasValue("text/plain; charset=UTF-8");
    assertThat(polled.headers().firstValue("cache-control")).hasValue("no-store");
  }

  @Test
  void givenWaitingPoll_whenMessageComes_thenItIsAnsweredAtOnce() {
    String sid = polling.open();
    CompletableFuture<HttpResponse<String>> poll = polling.pollLater(sid);

    polling.post(sid, "4hello");

    assertThat(await(poll).body()).isEqualTo("4hello");
  }

  @Test
  void givenPacketsThatNobodyFetches_whenLookedAt_thenTheyAreCountedUntilTheyAreFetched() {
    String sid = polling.open();
    polling.post(sid, "4one\u001e4three");

    QueueStatistics waiting = engine.queues();
    polling.poll(sid);
    QueueStatistics fetched = engine.queues();

    assertThat(waiting.pollingSessions()).isEqualTo(1);
    assertThat(waiting.webSocketSessions()).isZero();
    assertThat(waiting.packets()).isEqualTo(2);
    assertThat(waiting.longestQueue()).isEqualTo(2);
    assertThat(waiting.bytes()).isEqualTo("4one".length() + "4three".length());
    assertThat(fetched.packets()).isZero();
    assertThat(fetched.bytes()).isZero();
  }

  @Test
  void givenRequestThatIsRefused_whenCounted_thenItIsByWhatWasWrong() {
    polling.poll("unknown");

    assertThat(engine.statistics().refusals()).containsEntry("session_unknown", 1L);
    assertThat(engine.statistics().refusalNames())
        .contains("too_many_requests", "shutting_down", "bad_request");
    assertThat(engine.statistics().refusals().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "4a\u001e", "b*"})
  void givenMalformedPayload_whenPosted_thenTheSessionIsClosed(String payload) {
    String sid = polling.open();

    assertThat(polling.post(sid, payload).statusCode()).isEqualTo(400);

    assertThat(polling.poll(sid).statusCode()).isEqualTo(400);
    assertThat(engine.statistics().closes(CloseReason.PARSE_ERROR)).isEqualTo(1);
  }

  @Test
  void givenTooLargeBody_whenPosted_thenItIsRefused() {
    String sid = polling.open();

    assertThat(polling.post(sid, "4" + "x".repeat(1_000_000)).statusCode()).isEqualTo(413);

    assertThat(polling.post(sid, "4" + "x".repeat(999_999)).statusCode()).isEqualTo(200);
  }

  @Test
  void givenWaitingPoll_whenAnotherComes_thenTheSessionIsClosed() {
    String sid = polling.open();
    CompletableFuture<HttpResponse<String>> first = polling.pollLater(sid);
    CompletableFuture<HttpResponse<String>> second = polling.pollLater(sid);

    assertThat(List.of(await(first).statusCode(), await(second).statusCode()))
        .containsExactlyInAnyOrder(200, 400);
    HttpResponse<String> answered = await(first).statusCode() == 200 ? await(first) : await(second);
    assertThat(answered.body()).isEqualTo("1");
    assertThat(polling.poll(sid).statusCode()).isEqualTo(400);
  }

  @Test
  void givenCancelledPoll_whenAnotherComes_thenTheSessionIsClosed() throws IOException {
    String sid = polling.open();
    try (Socket cancelled = new Socket("localhost", server.http().getPort())) {
      String request = "GET /engine.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\n";
      cancelled
          .getOutputStream()
          .write((request + "Host: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    HttpResponse<String> next = polling.poll(sid);

    // Whichever of the two the server sees first, it takes the second for a duplicate.
    assertThat(next.statusCode() == 400 || next.body().equals("1")).isTrue();
    assertThat(polling.poll(sid).statusCode()).isEqualTo(400);
  }

  @Test
  void givenCloseByClient_whenPolled_thenThePollEndsAndTheSessionIsGone() {
    String sid = polling.open();
    CompletableFuture<HttpResponse<String>> poll = polling.pollLater(sid);

    polling.post(sid, "1");

    assertThat(await(poll).body()).isEqualTo("6");
    assertThat(polling.poll(sid).statusCode()).isEqualTo(400);
    assertThat(engine.statistics().openSessions()).isZero();
  }

  @Test
  void givenPingByClient_whenPosted_thenTheSessionIsClosed() {
    String sid = polling.open();

    polling.post(sid, "2");

    assertThat(polling.poll(sid).statusCode()).isEqualTo(400);
  }

  // --- WebSocket -----------------------------------------------------------------------------

  @Test
  void givenWebSocket_whenMessagesAreSent_thenTheyComeBack() {
    RawWebSocket socket = open();

    socket.send("4ü€😀");
    socket.send(new byte[] {1, 2, 3, 4});
    socket.sendFragments("4frag", "men", "ted");
    socket.send("4" + "x".repeat(999_999));

    assertThat(socket.text()).isEqualTo("4ü€😀");
    assertThat(socket.binary()).containsExactly(1, 2, 3, 4);
    assertThat(socket.text()).isEqualTo("4fragmented");
    assertThat(socket.text()).hasSize(1_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "9"})
  void givenMalformedPacket_whenSent_thenTheConnectionIsClosed(String packet) {
    RawWebSocket socket = open();

    socket.send(packet);

    assertThat(socket.closeCode()).isEqualTo(1002);
  }

  @Test
  void givenTooLargeMessage_whenSent_thenTheConnectionIsClosed() {
    RawWebSocket whole = open();
    RawWebSocket fragmented = open();

    whole.sendUntilClosed("4" + "x".repeat(1_000_000));
    fragmented.sendUntilClosed("4" + "x".repeat(600_000), "x".repeat(600_000), "x");

    assertThat(whole.closeCode()).isIn(1009, 1006);
    assertThat(fragmented.closeCode()).isIn(1009, 1006);
    Await.until(() -> engine.statistics().openSessions() == 0);
    assertThat(engine.statistics().closes(CloseReason.TRANSPORT_ERROR)).isEqualTo(2);
  }

  @Test
  void givenCloseByClient_whenSent_thenTheConnectionIsClosed() {
    RawWebSocket socket = open();

    socket.send("1");

    assertThat(socket.closeCode()).isEqualTo(1000);
  }

  @Test
  void givenBrokenConnection_whenNoticed_thenTheSessionIsGone() {
    RawWebSocket socket = open();

    socket.abort();

    Await.until(() -> engine.statistics().closes(CloseReason.TRANSPORT_CLOSE) == 1);
    Await.until(() -> engine.statistics().openWebSockets() == 0);
    assertThat(engine.statistics().openSessions()).isZero();
  }

  // --- upgrade -------------------------------------------------------------------------------

  @Test
  void givenProbe_whenPolled_thenThePollEndsAndTheWebSocketTakesOver() {
    String sid = polling.open();
    CompletableFuture<HttpResponse<String>> poll = polling.pollLater(sid);
    RawWebSocket socket = RawWebSocket.connect(server, UPGRADE + "&sid=" + sid);

    socket.send("2probe");

    assertThat(socket.text()).isEqualTo("3probe");
    assertThat(await(poll).body()).isEqualTo("6");
    assertThat(polling.poll(sid).body()).isEqualTo("6");
    socket.send("5");
    socket.send("4hello");
    assertThat(socket.text()).isEqualTo("4hello");
    assertThat(polling.poll(sid).body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
    assertThat(polling.post(sid, "4x").body())
        .isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
    socket.send("4still there");
    assertThat(socket.text()).isEqualTo("4still there");
  }

  @Test
  void givenMessagesDuringUpgrade_whenItCompletes_thenNoneIsLostDoubledOrReordered() {
    String sid = polling.open();
    RawWebSocket socket = RawWebSocket.connect(server, UPGRADE + "&sid=" + sid);
    polling.post(sid, "4one");
    socket.send("2probe");
    assertThat(socket.text()).isEqualTo("3probe");
    polling.post(sid, "4two\u001ebAQI=");

    socket.send("5");
    socket.send("4three");

    assertThat(socket.text()).isEqualTo("4one");
    assertThat(socket.text()).isEqualTo("4two");
    assertThat(socket.binary()).containsExactly(1, 2);
    assertThat(socket.text()).isEqualTo("4three");
  }

  @Test
  void givenProbe_whenPolledWithMessageWaiting_thenTheMessageComesByPolling() {
    String sid = polling.open();
    RawWebSocket socket = RawWebSocket.connect(server, UPGRADE + "&sid=" + sid);
    socket.send("2probe");
    assertThat(socket.text()).isEqualTo("3probe");
    polling.post(sid, "4one");

    assertThat(polling.poll(sid).body()).isEqualTo("4one");

    socket.send("5");
    socket.send("4two");
    assertThat(socket.text()).isEqualTo("4two");
  }

  @Test
  void givenUpgraded_whenAnotherWebSocketComes_thenItIsClosedAndTheFirstGoesOn() {
    String sid = polling.open();
    RawWebSocket first = RawWebSocket.connect(server, UPGRADE + "&sid=" + sid);
    first.send("2probe");
    assertThat(first.text()).isEqualTo("3probe");

    RawWebSocket whileProbing = RawWebSocket.connect(server, UPGRADE + "&sid=" + sid);
    assertThat(whileProbing.closeCode()).isEqualTo(1000);
    first.send("5");
    RawWebSocket second = RawWebSocket.connect(server, UPGRADE + "&sid=" + sid);

    assertThat(second.closeCode()).isEqualTo(1000);
    first.send("4hello");
    assertThat(first.text()).isEqualTo("4hello");
  }

  @Test
  void givenFailedProbe_whenPolled_thenTheSessionGoesOnByPolling() {
    String sid = polling.open();
    RawWebSocket wrong = RawWebSocket.connect(server, UPGRADE + "&sid=" + sid);
    wrong.send("4not a probe");
    assertThat(wrong.closeCode()).isEqualTo(1000);
    Await.until(() -> engine.statistics().openWebSockets() == 0);

    polling.post(sid, "4hello");

    assertThat(polling.poll(sid).body()).isEqualTo("4hello");
    RawWebSocket right = RawWebSocket.connect(server, UPGRADE + "&sid=" + sid);
    right.send("2probe");
    assertThat(right.text()).isEqualTo("3probe");
  }

  // --- closing -------------------------------------------------------------------------------

  @Test
  void givenOpenSessions_whenServerCloses_thenAllAreToldAndNoneIsTakenAnyMore() {
    RawWebSocket socket = open();
    String sid = polling.open();
    CompletableFuture<HttpResponse<String>> poll = polling.pollLater(sid);
    polling.post(sid, "3");

    CompletableFuture<Void> closed = engine.close(Duration.ofMillis(100)).toCompletableFuture();

    assertThat(socket.closeCode()).isEqualTo(1006);
    assertThat(await(poll).body()).isEqualTo("1");
    await(closed);
    assertThat(engine.statistics().closes(CloseReason.SERVER_SHUTDOWN)).isEqualTo(2);
    assertThat(polling.get("EIO=4&transport=polling").statusCode()).isEqualTo(503);
    assertThat(engine.statistics().openWebSockets()).isZero();
  }

  private RawWebSocket open() {
    RawWebSocket socket = RawWebSocket.connect(server, UPGRADE);
    assertThat(socket.text()).startsWith("0");
    return socket;
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(10, TimeUnit.SECONDS).join();
  }
}
