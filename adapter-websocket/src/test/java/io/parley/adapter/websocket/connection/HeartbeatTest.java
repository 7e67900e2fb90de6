package io.parley.adapter.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.websocket.conformance.ConformanceServers;
import io.parley.adapter.websocket.harness.Await;
import io.parley.adapter.websocket.harness.PollingClient;
import io.parley.adapter.websocket.harness.RawWebSocket;
import io.parley.adapter.websocket.harness.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The heartbeat, with the short intervals of the conformance suites. */
class HeartbeatTest {
  private final EngineServer engine = ConformanceServers.engine();
  private final TestServer server = TestServer.start(engine.handler());
  private final PollingClient polling = new PollingClient(server, "/engine.io/");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenPolling_whenPingsAreAnswered_thenTheyGoOn() {
    String sid = polling.open();

    for (int i = 0; i < 3; i++) {
      assertThat(polling.poll(sid).body()).isEqualTo("2");
      assertThat(polling.post(sid, "3").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void givenWebSocket_whenPingsAreAnswered_thenTheyGoOn() {
    RawWebSocket socket = connect();
    assertThat(socket.text()).startsWith("0");

    for (int i = 0; i < 3; i++) {
      assertThat(socket.text()).isEqualTo("2");
      socket.send("3");
    }
  }

  @Test
  void givenPolling_whenNobodyPolls_thenTheSessionIsClosed() {
    String sid = polling.open();

    Await.until(() -> engine.statistics().openSessions() == 0);

    assertThat(engine.statistics().closes(CloseReason.PING_TIMEOUT)).isEqualTo(1);
    assertThat(polling.poll(sid).statusCode()).isEqualTo(400);
  }

  @Test
  void givenWebSocket_whenPingIsNotAnswered_thenTheConnectionIsClosed() {
    RawWebSocket socket = connect();

    assertThat(socket.closeCode()).isEqualTo(1006);

    assertThat(engine.statistics().closes(CloseReason.PING_TIMEOUT)).isEqualTo(1);
  }

  private RawWebSocket connect() {
    return RawWebSocket.connect(server, "/engine.io/?EIO=4&transport=websocket");
  }
}
