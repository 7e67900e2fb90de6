package io.parley.adapter.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.adapter.websocket.conformance.ConformanceServers;
import io.parley.adapter.websocket.harness.PollingClient;
import io.parley.adapter.websocket.harness.RawWebSocket;
import io.parley.adapter.websocket.harness.TestServer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which web pages may connect, and what browsers are told. */
class OriginTest {
  private static final String FRIEND = "https://chat.example.org";
  private static final String HANDSHAKE = "EIO=4&transport=polling";

  private final EngineServer engine =
      new EngineServer(
          EngineConfig.defaults().withAllowedOrigins(Set.of(FRIEND)), ConformanceServers.echo());
  private final TestServer server = TestServer.start(engine.handler());
  private final PollingClient polling = new PollingClient(server, "/socket.io/");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenAllowedOrigin_whenPolling_thenTheBrowserMayRead() {
    HttpResponse<String> response =
        polling.send(polling.request(HANDSHAKE).header("Origin", FRIEND).build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue(FRIEND);
    assertThat(response.headers().firstValue("access-control-allow-credentials")).hasValue("true");
    assertThat(response.headers().firstValue("vary")).hasValue("Origin");
  }

  @Test
  void givenAllowedOrigin_whenPreflight_thenMethodsAndHeadersAreAllowed() {
    HttpResponse<String> response = preflight(FRIEND);

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue(FRIEND);
    assertThat(response.headers().firstValue("access-control-allow-methods")).hasValue("GET,POST");
    assertThat(response.headers().firstValue("access-control-allow-headers"))
        .hasValue("authorization");
  }

  @Test
  void givenForeignOrigin_whenPreflight_thenNothingIsAllowed() {
    HttpResponse<String> response = preflight("https://evil.example.org");

    assertThat(response.headers().firstValue("access-control-allow-origin")).isEmpty();
    assertThat(response.headers().firstValue("access-control-allow-methods")).isEmpty();
  }

  @Test
  void givenForeignOrigin_whenPolling_thenItIsForbidden() {
    HttpResponse<String> response =
        polling.send(
            polling.request(HANDSHAKE).header("Origin", "https://evil.example.org").build());

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
  }

  @Test
  void givenOrigins_whenWebSocketConnects_thenOnlyFriendsAndOwnPagesMay() {
    URI target = server.webSocket().resolve("/socket.io/?EIO=4&transport=websocket");

    assertThat(RawWebSocket.connect(target, FRIEND).text()).startsWith("0");
    assertThat(RawWebSocket.connect(target, server.http().toString()).text()).startsWith("0");
    assertThatThrownBy(() -> RawWebSocket.connect(target, "https://evil.example.org"))
        .hasRootCauseInstanceOf(java.net.http.WebSocketHandshakeException.class);
  }

  @Test
  void givenScriptBelowThePath_whenRequested_thenJavalinAnswers() {
    assertThat(new PollingClient(server, "/socket.io/socket.io.js").get("").body())
        .isEqualTo("script");
  }

  private HttpResponse<String> preflight(String origin) {
    return polling.send(
        polling
            .request(HANDSHAKE)
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization")
            .build());
  }
}
