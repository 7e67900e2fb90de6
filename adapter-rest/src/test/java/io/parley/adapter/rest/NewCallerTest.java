package io.parley.adapter.rest;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.RateLimitedException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.port.TokenVerifier;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody calls of whom the store has to say who he is. */
@Timeout(60)
class NewCallerTest {
  private final LateTokens tokens = new LateTokens();
  private volatile boolean limited;
  private final RestServer server =
      RestServer.start(
          new Parts()
              .tokens(tokens)
              .limiter(
                  new RateLimiter() {
                    @Override
                    public void spend(Account account) {
                      if (limited) {
                        throw new RateLimitedException(Duration.ofSeconds(7));
                      }
                    }

                    @Override
                    public void spend(LimitedAction action, String address) {}
                  }));

  @AfterEach
  void stop() {
    server.close();
  }

  private CompletableFuture<Reply> send(String text) throws InterruptedException {
    HttpRequest.Builder request =
        RestServer.json(server.as(ALICE, "/api/chat/send"))
            .POST(BodyPublishers.ofString("{\"receiverId\":2,\"content\":\"" + text + "\"}"));
    CompletableFuture<Reply> reply = server.exchangeLater(request);
    assertThat(tokens.asked.await(20, TimeUnit.SECONDS)).isTrue();
    return reply;
  }

  @Test
  void givenNewCaller_whenItIsKnownWhoHeIs_thenHisRequestIsAnswered() throws Exception {
    CompletableFuture<Reply> reply = send("Hello");
    assertThat(reply).isNotDone();

    tokens.answer.complete(new TokenVerifier.Credential(ALICE, Optional.empty(), Optional.empty()));

    assertThat(await(reply).status()).isEqualTo(201);
    assertThat(await(reply).body()).contains("\"sender_id\":1", "\"content\":\"Hello\"");
  }

  @Test
  void givenNewCaller_whenTheStoreIsAway_thenHeIsToComeAgain() throws Exception {
    CompletableFuture<Reply> reply = send("Hello");

    tokens.answer.completeExceptionally(new StoreUnavailableException("planned"));

    await(reply).assertIsError(503, "store_unavailable", "planned");
    assertThat(await(reply).header("Retry-After")).hasValue("1");
  }

  @Test
  void givenNewCaller_whenHisTokenIsVoid_thenHeIsRefused() throws Exception {
    CompletableFuture<Reply> reply = send("Hello");

    tokens.answer.completeExceptionally(
        new ChatException(ErrorCode.INVALID_TOKEN, "Invalid token"));

    assertThat(await(reply).status()).isEqualTo(401);
    assertThat(await(reply).body()).contains("\"UA\":true");
  }

  @Test
  void givenNewCaller_whenHeDoesTooMuch_thenHeIsRefused() throws Exception {
    limited = true;
    CompletableFuture<Reply> reply = send("Hello");

    tokens.answer.complete(new TokenVerifier.Credential(ALICE, Optional.empty(), Optional.empty()));

    assertThat(await(reply).status()).isEqualTo(429);
    assertThat(await(reply).header("Retry-After")).hasValue("7");
  }

  @Test
  void givenNewCaller_whenHisRequestMakesNoSense_thenHeIsToldSo() throws Exception {
    CompletableFuture<Reply> reply = send("");

    tokens.answer.complete(new TokenVerifier.Credential(BOB, Optional.empty(), Optional.empty()));

    await(reply)
        .assertIsError(400, "invalid_request", "Receiver ID and message content are required");
  }

  private static final class LateTokens implements TokenVerifier {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableFuture<Credential> answer = new CompletableFuture<>();

    @Override
    public Credential verify(String token) {
      throw new AssertionError("no thread of the server may wait");
    }

    @Override
    public CompletionStage<Credential> whenVerified(String token) {
      asked.countDown();
      return answer;
    }
  }
}
