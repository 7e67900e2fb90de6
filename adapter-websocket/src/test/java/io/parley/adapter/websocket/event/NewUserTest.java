package io.parley.adapter.websocket.event;

import static io.parley.adapter.websocket.event.ChatClient.data;
import static io.parley.adapter.websocket.event.ChatClient.text;
import static io.parley.testkit.fixture.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.port.TokenVerifier.Credential;
import io.parley.domain.user.UserId;
import io.socket.client.IO;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody connects of whom the store has to say who he is. */
@Timeout(60)
class NewUserTest {
  private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

  private final LateTokens tokens = new LateTokens();
  private final ChatFixture chat = new ChatFixture(tokens);
  private final ExecutorService caller = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    caller.shutdownNow();
    chat.close();
  }

  private static Credential credential(long user) {
    return new Credential(new UserId(user), Optional.empty(), Optional.of(END));
  }

  private ChatClient client() {
    return new ChatClient(
        chat.port(),
        IO.Options.builder()
            .setForceNew(true)
            .setReconnectionDelay(100)
            .setAuth(Map.of("token", "any"))
            .build());
  }

  @Test
  void givenNewUser_whenItIsKnownWhoHeIs_thenHeIsConnected() {
    try (ChatClient client = client()) {
      client.startConnecting();
      CompletableFuture<Credential> asked = tokens.next();
      assertThat(client.isConnected()).isFalse();

      asked.complete(credential(1));

      client.awaitConnected();
      assertThat(data(client.callJson("check_online", "{'userIds':[1]}")).toString())
          .isEqualTo("{\"onlineUsers\":[1]}");
    }
  }

  @Test
  void givenNewUser_whenTheStoreIsAway_thenHisClientComesAgain() {
    try (ChatClient client = client()) {
      client.startConnecting();
      tokens.next().completeExceptionally(new StoreUnavailableException("planned"));

      tokens.next().complete(credential(1));

      client.awaitConnected();
    }
  }

  @Test
  void givenNewUser_whenHisTokenIsVoid_thenHeIsRefused() {
    try (ChatClient client = client()) {
      CompletableFuture<String> refused =
          CompletableFuture.supplyAsync(client::connectRefused, caller);

      tokens
          .next()
          .completeExceptionally(new ChatException(ErrorCode.INVALID_TOKEN, "Invalid token"));

      assertThat(await(refused)).isEqualTo("Authentication error: Invalid token");
    }
  }

  @Test
  void givenSocket_whenItsNewTokenHasToBeLookedUp_thenItIsTakenWhenThatIsDone() {
    try (ChatClient client = client()) {
      client.startConnecting();
      tokens.next().complete(credential(1));
      client.awaitConnected();
      CompletableFuture<String> refreshed =
          CompletableFuture.supplyAsync(
              () -> text(data(client.callJson("refresh_token", "{'token':'x'}")), "expiresAt"),
              caller);
      CompletableFuture<Credential> asked = tokens.next();
      assertThat(refreshed).isNotDone();

      asked.complete(credential(1));

      assertThat(await(refreshed)).isEqualTo("2100-01-01T00:00:00.000Z");
    }
  }

  @Test
  void givenSocket_whenItsNewTokenIsOfAnotherUser_thenItIsRefused() {
    try (ChatClient client = client()) {
      client.startConnecting();
      tokens.next().complete(credential(1));
      client.awaitConnected();
      CompletableFuture<String> refused =
          CompletableFuture.supplyAsync(
              () -> client.callJson("refresh_token", "{'token':'x'}").toString(), caller);

      tokens.next().complete(credential(2));

      assertThat(await(refused)).contains("invalid_token");
    }
  }

  private static final class LateTokens implements TokenVerifier {
    private final BlockingQueue<CompletableFuture<Credential>> asked = new LinkedBlockingQueue<>();

    /** What the next token that is shown waits for. */
    CompletableFuture<Credential> next() {
      try {
        CompletableFuture<Credential> next = asked.poll(20, TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("no token was shown");
        }
        return next;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    @Override
    public Credential verify(String token) {
      throw new AssertionError("no thread of the server may wait");
    }

    @Override
    public CompletionStage<Credential> whenVerified(String token) {
      CompletableFuture<Credential> answer = new CompletableFuture<>();
      asked.add(answer);
      return answer;
    }
  }
}
