package io.parley.adapter.websocket.event;

import static io.parley.adapter.websocket.event.ChatClient.data;
import static io.parley.adapter.websocket.event.ChatClient.text;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatConnectionTest {
  private final ChatFixture chat = new ChatFixture();

  @AfterEach
  void close() {
    chat.close();
  }

  private static IO.Options options() {
    return IO.Options.builder().setForceNew(true).build();
  }

  @Test
  void givenNoToken_whenConnected_thenItIsRefused() {
    try (var client = new ChatClient(chat.port(), options())) {
      assertThat(client.connectRefused()).isEqualTo("Authentication error: No token provided");
    }
  }

  @Test
  void givenBadToken_whenConnected_thenItIsRefusedAfterAPause() {
    long began = System.nanoTime();
    try (var client = new ChatClient(chat.port(), "forged")) {
      assertThat(client.connectRefused()).isEqualTo("Authentication error: Invalid token");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(RefusalPause.PAUSE);
  }

  @Test
  void givenTokenInTheHeader_whenConnected_thenItIsAccepted() {
    IO.Options options = options();
    options.extraHeaders = Map.of("Authorization", List.of("Bearer 1"));
    try (var client = new ChatClient(chat.port(), options)) {
      client.connect();
      assertThat(data(client.callJson("check_online", "{'userIds':[1]}")).toString())
          .isEqualTo("{\"onlineUsers\":[1]}");
    }
  }

  @Test
  void givenSocket_whenItsTokenIsRefreshed_thenOnlyATokenOfTheSameUserIsTaken() {
    ChatClient client = chat.connect(ALICE);

    JSONObject refreshed = client.callJson("refresh_token", "{'token':'1@4102444800'}");

    assertThat(text(data(refreshed), "expiresAt")).isEqualTo("2100-01-01T00:00:00.000Z");
    assertThat(client.callJson("refresh_token", "{'token':'2@4102444800'}").toString())
        .contains("invalid_token");
    assertThat(client.callJson("refresh_token", "{'token':'forged'}").toString())
        .contains("invalid_token");
  }

  @Test
  void givenTokenThatEndsSoon_whenSwept_thenTheSocketIsTold() {
    long soon = Instant.now().plusSeconds(30).getEpochSecond();
    try (var client = new ChatClient(chat.port(), "1@" + soon)) {
      client.connect();
      assertThat(text(client.next("token_expiring"), "expiresAt"))
          .isEqualTo(WireTime.of(Instant.ofEpochSecond(soon)));
    }
  }

  @Test
  void givenTokenThatHasEnded_whenSwept_thenTheSocketIsEnded() throws Exception {
    long past = Instant.now().minusSeconds(60).getEpochSecond();
    IO.Options options = IO.Options.builder().setForceNew(true).setReconnection(false).build();
    options.auth = Map.of("token", "1@" + past);
    Socket socket = IO.socket("http://localhost:" + chat.port(), options);
    var told = new CompletableFuture<Object>();
    var ended = new CompletableFuture<Object>();
    socket.on("error", arguments -> told.complete(arguments[0]));
    socket.on(Socket.EVENT_DISCONNECT, arguments -> ended.complete(arguments[0]));

    socket.connect();

    assertThat(ended.get(15, TimeUnit.SECONDS)).isEqualTo("io server disconnect");
    assertThat(((JSONObject) told.get(15, TimeUnit.SECONDS)).getString("code"))
        .isEqualTo("token_expired");
  }

  @Test
  void givenTokenThatEndsSoon_whenRefreshed_thenItsSocketIsToldOfNoMoreEnd() throws Exception {
    long soon = Instant.now().plusSeconds(30).getEpochSecond();
    try (var client = new ChatClient(chat.port(), "1@" + soon)) {
      client.connect();
      client.next("token_expiring");
      long next = Instant.now().plusSeconds(45).getEpochSecond();
      data(client.callJson("refresh_token", "{'token':'1@" + next + "'}"));

      assertThat(text(client.next("token_expiring"), "expiresAt"))
          .isEqualTo(WireTime.of(Instant.ofEpochSecond(next)));
    }
  }
}
