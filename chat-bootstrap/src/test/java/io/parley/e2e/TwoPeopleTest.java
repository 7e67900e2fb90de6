package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two people chat, with the official clients, through the whole service on PostgreSQL, of one node
 * and of three.
 */
@Timeout(180)
@ParameterizedClass
@MethodSource("io.parley.e2e.Deployment#started")
class TwoPeopleTest {
  private final TestService server;

  TwoPeopleTest(TestService server) {
    this.server = server;
  }

  @ParameterizedTest
  @CsvSource({"default, 1, 2", "websocket, 8, 9"})
  void givenTheJavaScriptClient_whenTwoChat_thenEachHearsTheOther(String mode, long one, long two)
      throws Exception {
    NodeScript.run(
        "two-people.mjs",
        server.address().toString(),
        mode,
        Long.toString(one),
        server.token(one),
        Long.toString(two),
        server.token(two));
  }

  @Test
  void givenTheJavaClient_whenAMessageIsSentOverRest_thenItsReceiverIsNotified() throws Exception {
    CompletableFuture<JSONObject> notification = new CompletableFuture<>();
    CompletableFuture<Void> connected = new CompletableFuture<>();
    Socket socket =
        IO.socket(
            server.address(),
            IO.Options.builder()
                .setForceNew(true)
                .setAuth(Map.of("token", server.token(4)))
                .build());
    socket.on(
        "message_notification", arguments -> notification.complete((JSONObject) arguments[0]));
    socket.on(Socket.EVENT_CONNECT, arguments -> connected.complete(null));
    try {
      socket.connect();
      connected.get(20, TimeUnit.SECONDS);

      JsonNode stored = server.rest(3).send(4, "Merhaba İstanbul").json().path("data");

      JSONObject told = notification.get(20, TimeUnit.SECONDS);
      assertThat(told.getLong("from")).isEqualTo(3);
      assertThat(told.getString("content")).isEqualTo("Merhaba İstanbul");
      assertThat(told.getLong("messageId")).isEqualTo(stored.path("id").asLong());
    } finally {
      socket.close();
    }
  }

  @Test
  void givenAStranger_whenHeKnowsTheIds_thenHeLearnsNothing() {
    JsonNode stored = server.rest(5).send(6, "between us").json().path("data");
    String conversation = "/api/chat/conversations/" + stored.path("conversation_id").asLong();
    RestClient stranger = server.rest(7);

    assertThat(stranger.get(conversation + "/messages").status()).isEqualTo(404);
    assertThat(stranger.get(conversation + "/search?q=us").status()).isEqualTo(404);
    assertThat(stranger.put(conversation + "/read").status()).isEqualTo(404);
    assertThat(stranger.delete("/api/chat/messages/" + stored.path("id").asLong()).status())
        .isEqualTo(404);
    assertThat(stranger.get("/api/chat/search?q=between").json().path("data").path("total").asInt())
        .isZero();
  }

  @Test
  void givenTheBrowserClient_whenAskedFor_thenItIsHandedOutOnce() {
    RestClient.Answer first = server.rest(1).get("/socket.io/socket.io.min.js");

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.response().headers().firstValue("Content-Type"))
        .hasValue("application/javascript; charset=utf-8");
    assertThat(first.response().headers().firstValue("ETag")).isPresent();
    assertThat(first.body()).contains("Socket.IO v4.");
  }
}
