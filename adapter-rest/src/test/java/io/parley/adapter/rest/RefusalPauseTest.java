package io.parley.adapter.rest;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalPauseTest {
  private static RestServer server;

  @BeforeAll
  static void start() {
    server = RestServer.start(new Parts());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/chat/conversations/1/messages, 404",
    "/api/chat/search?q=, 400",
    "/nothing/here, 404",
  })
  void givenARequestThatIsRefused_whenAsked_thenTheAnswerWaits(String path, int status) {
    long began = System.nanoTime();

    Reply reply = server.get(ALICE, path);

    assertThat(since(began)).isGreaterThanOrEqualTo(RefusalPause.PAUSE);
    assertThat(reply.status()).isEqualTo(status);
    reply.assertIsJson();
  }

  @Test
  void givenNoToken_whenAsked_thenTheAnswerWaits() {
    long began = System.nanoTime();

    Reply reply = server.exchange(server.anonymous("/api/chat/unread").GET());

    assertThat(since(began)).isGreaterThanOrEqualTo(RefusalPause.PAUSE);
    assertThat(reply.status()).isEqualTo(401);
  }

  /** One after the other they would take twenty seconds. */
  @Test
  void givenAThousandRefusals_whenTheyWait_thenNoThreadDoes() {
    HttpRequest.Builder request = server.as(ALICE, "/api/chat/conversations/1/messages").GET();
    long began = System.nanoTime();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      replies.add(server.exchangeLater(request));
    }
    for (CompletableFuture<Reply> reply : replies) {
      assertThat(reply.join().status()).isEqualTo(404);
    }
    assertThat(since(began)).isLessThan(Duration.ofSeconds(20));
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
