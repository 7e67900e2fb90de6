package io.parley.adapter.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.websocket.conformance.ConformanceServers;
import io.parley.adapter.websocket.harness.Await;
import io.parley.adapter.websocket.harness.PollingClient;
import io.parley.adapter.websocket.harness.RawWebSocket;
import io.parley.adapter.websocket.harness.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the Socket.IO protocol, frame by frame, against the conformance server. */
class SocketIoProtocolTest {
  private static final String TARGET = "/socket.io/?EIO=4&transport=websocket";

  private final SocketIoServer socketIo = ConformanceServers.patientSocket();
  private final TestServer server = TestServer.start(socketIo.handler());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenMainNamespace_whenConnect_thenSidIsSentAndAuthIsKnown() {
    RawWebSocket socket = open();

    socket.send("40");

    assertThat(socket.text()).matches("40\\{\"sid\":\"[\\w-]{20}\"}");
    assertThat(socket.text()).isEqualTo("42[\"auth\",{}]");
  }

  @Test
  void givenPayload_whenConnect_thenItIsTheAuth() {
    RawWebSocket socket = open();

    socket.send("40{\"token\":\"123\"}");

    assertThat(socket.text()).startsWith("40{");
    assertThat(socket.text()).isEqualTo("42[\"auth\",{\"token\":\"123\"}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40/custom,", "40/custom"})
  void givenCustomNamespace_whenConnect_thenItIsJoined(String connect) {
    RawWebSocket socket = open();

    socket.send(connect);

    assertThat(socket.text()).startsWith("40/custom,{\"sid\":");
    assertThat(socket.text()).isEqualTo("42/custom,[\"auth\",{}]");
  }

  @Test
  void givenCustomNamespaceAndPayload_whenConnect_thenItIsTheAuth() {
    RawWebSocket socket = open();

    socket.send("40/custom,{\"token\":\"abc\"}");

    assertThat(socket.text()).startsWith("40/custom,{\"sid\":");
    assertThat(socket.text()).isEqualTo("42/custom,[\"auth\",{\"token\":\"abc\"}]");
  }

  @Test
  void givenUnknownNamespace_whenConnect_thenItIsRefused() {
    RawWebSocket socket = open();

    socket.send("40/random");

    assertThat(socket.text()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4abc",
        "4",
        "40[]",
        "42[\"before connect\"]",
        "431[]",
        "41",
        "44{\"message\":\"clients do not refuse\"}"
      })
  void givenNotConnected_whenNonsenseIsSent_thenTheConnectionIsClosed(String packet) {
    RawWebSocket socket = open();

    socket.send(packet);

    assertThat(socket.closeCode()).isEqualTo(1002);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4abc",
        "42{}",
        "42abc[\"message-with-ack\",1,\"2\",{\"3\":[false]}]",
        "40",
        "42/custom,[\"not joined\"]",
        "42[\"disconnect\"]",
        "44{\"message\":\"x\"}"
      })
  void givenConnected_whenNonsenseIsSent_thenTheConnectionIsClosed(String packet) {
    RawWebSocket socket = connect();

    socket.send(packet);

    assertThat(socket.closeCode()).isEqualTo(1002);
    Await.until(() -> socketIo.namespace("/").sockets().isEmpty());
  }

  @Test
  void givenConnected_whenUnannouncedBinaryIsSent_thenTheConnectionIsClosed() {
    RawWebSocket socket = connect();

    socket.send(new byte[] {1});

    assertThat(socket.closeCode()).isEqualTo(1002);
  }

  @Test
  void givenConnected_whenDisconnect_thenTheConnectionGoesOn() {
    RawWebSocket socket = connect();

    socket.send("41");
    socket.send("40");

    assertThat(socket.text()).startsWith("40{");
  }

  @Test
  void givenTwoNamespaces_whenOneIsLeft_thenTheOtherGoesOn() {
    RawWebSocket socket = connect();
    socket.send("40/custom");
    assertThat(socket.text()).startsWith("40/custom,");
    assertThat(socket.text()).isEqualTo("42/custom,[\"auth\",{}]");

    socket.send("41/custom");
    socket.send("42[\"message\",\"message to main namespace\"]");

    assertThat(socket.text()).isEqualTo("42[\"message-back\",\"message to main namespace\"]");
    assertThat(socketIo.namespace("/custom").sockets()).isEmpty();
  }

  @Test
  void givenConnected_whenEventsAreSent_thenArgumentsSurvive() {
    RawWebSocket socket = connect();

    socket.send("42[\"message\",1,\"2\",{\"3\":[true]}]");
    socket.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
    socket.send("42[\"nobody listens\"]");
    socket.send("420[\"message-with-ack\",\"lone \\ud83d surrogate\"]");

    assertThat(socket.text()).isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true]}]");
    assertThat(socket.text()).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
    assertThat(socket.text()).isEqualTo("430[\"lone \\uD83D surrogate\"]");
  }

  @Test
  void givenConnected_whenBinaryIsSent_thenAttachmentsSurvive() {
    RawWebSocket socket = connect();

    socket.send(
        "452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
    socket.send(new byte[] {1, 2, 3});
    socket.send(new byte[] {4, 5, 6});
    socket.send("451-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]");
    socket.send(new byte[] {7});

    assertThat(socket.text())
        .isEqualTo(
            "452-[\"message-back\",{\"_placeholder\":true,\"num\":0},"
                + "{\"_placeholder\":true,\"num\":1}]");
    assertThat(socket.binary()).containsExactly(1, 2, 3);
    assertThat(socket.binary()).containsExactly(4, 5, 6);
    assertThat(socket.text()).isEqualTo("461-789[{\"_placeholder\":true,\"num\":0}]");
    assertThat(socket.binary()).containsExactly(7);
  }

  @Test
  void givenPolling_whenConnectAndEvent_thenAnswersArePolled() {
    PollingClient polling = new PollingClient(server, "/socket.io/");
    String sid = polling.open();

    polling.post(
        sid, "40\u001e451-1[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]\u001ebAQ==");

    assertThat(polling.poll(sid).body())
        .startsWith("40{\"sid\":")
        .contains("\u001e461-1[{\"_placeholder\":true,\"num\":0}]\u001ebAQ==");
  }

  @Test
  void givenStranger_whenHeSaysMoreThanWhoHeIs_thenNothingOfItIsKept() {
    String much = "x".repeat(33_000);
    RawWebSocket stranger = open();
    PollingClient polling = new PollingClient(server, "/socket.io/");
    String sid = polling.open();

    stranger.send("40{\"token\":\"" + much + "\"}");

    assertThat(stranger.closeCode()).isIn(1009, 1006);
    assertThat(polling.post(sid, "40{\"token\":\"" + much + "\"}").statusCode()).isEqualTo(413);
  }

  @Test
  void givenOneWhoIsKnown_whenHeSaysAsMuch_thenItIsTaken() {
    String much = "x".repeat(33_000);
    RawWebSocket socket = connect();

    socket.send("42[\"message\",\"" + much + "\"]");

    assertThat(socket.text()).isEqualTo("42[\"message-back\",\"" + much + "\"]");
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
    assertThat(socket.text()).startsWith("42[\"auth\"");
    return socket;
  }
}
