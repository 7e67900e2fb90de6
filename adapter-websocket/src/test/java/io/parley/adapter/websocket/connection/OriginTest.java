package io.parley.adapter.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.adapter.websocket.conformance.ConformanceServers;
import io.parley.adapter.websocket.harness.PollingClient;
import io.parley.adapter.websocket.harness.RawWebSocket;
import io.parley.adapter.websocket.harness.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.org",
        "http://chat.example.org",
        "https://chat.example.org:444",
        "https://chat.example.org.evil.example.org",
        "http://localhost:1",
        "null",
        "*",
        ""
      })
  void givenForeignOrigin_whenItKnowsASession_thenEveryRequestIsForbidden(String origin) {
    String sid = polling.open();
    String session = HANDSHAKE + "&sid=" + sid;
    HttpRequest poll = polling.request(session).header("Origin", origin).build();
    HttpRequest post =
        polling
            .request(session)
            .header("Origin", origin)
            .POST(BodyPublishers.ofString("4x"))
            .build();
    URI upgrade = server.webSocket().resolve("/socket.io/?EIO=4&transport=websocket&sid=" + sid);

    for (HttpRequest request : List.of(poll, post)) {
      HttpResponse<String> response = polling.send(request);
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.body()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
      assertThat(response.headers().firstValue("access-control-allow-origin")).isEmpty();
    }
    assertThatThrownBy(() -> RawWebSocket.connect(upgrade, origin))
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
    assertThat(polling.post(sid, "4still here").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "chat.example.net, https://chat.example.net, 200",
    "chat.example.net, http://chat.example.net, 200",
    "chat.example.net:443, https://chat.example.net, 200",
    "chat.example.net, https://evil.example.net, 403",
    "localhost, https://chat.example.net, 403"
  })
  void givenProxyThatPassesTheHostOn_whenItsPagesConnect_thenTheyAreOurOwn(
      String host, String origin, int status) throws IOException {
    try (Socket socket = new Socket("localhost", server.http().getPort())) {
      socket
          .getOutputStream()
          .write(
              String.join(
                      "\r\n",
                      "GET /socket.io/?" + HANDSHAKE + " HTTP/1.1",
                      "Host: " + host,
                      "Origin: " + origin,
                      "Connection: close",
                      "",
                      "")
                  .getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void givenNoOrigin_whenConnecting_thenItIsNoBrowserAndMay() {
    assertThat(polling.get(HANDSHAKE).statusCode()).isEqualTo(200);
    assertThat(RawWebSocket.connect(server, "/socket.io/?EIO=4&transport=websocket").text())
        .startsWith("0");
  }

  @Test
  void givenEveryOrigin_whenConfigured_thenRefused() {
    assertThatThrownBy(() -> OriginPolicy.of(Set.of("*")))
        .isInstanceOf(IllegalArgumentException.class);
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
