package io.parley.adapter.rest;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.RateLimitedException;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.RateLimiter;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
  /** Refuses one thing for a while. */
  private record Refusing(LimitedAction refused, Duration time) implements RateLimiter {
    @Override
    public void spend(Account account) {
      if (account.equals(new Account(refused, ALICE))) {
        throw new RateLimitedException(time);
      }
    }

    @Override
    public void spend(LimitedAction action, String address) {
      // only accounts are looked at here
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/chat/send, SEND, 1, 1",
    "GET, /api/chat/search?q=x, SEARCH, 1000, 1",
    "GET, /api/chat/conversations/1/search?q=x, SEARCH, 1001, 2",
    "GET, /api/chat/conversations, OTHER, 60000, 60",
    "GET, /api/chat/sync, OTHER, 999, 1",
    "PUT, /api/chat/conversations/1/read, OTHER, 1500, 2",
    "DELETE, /api/chat/messages/1, OTHER, 1500, 2"
  })
  void givenTooManyRequests_whenOneMoreComes_thenItIs429WithTheSecondsToWait(
      String method, String path, LimitedAction action, long millis, String seconds) {
    Parts parts = new Parts().limiter(new Refusing(action, Duration.ofMillis(millis)));
    try (RestServer server = RestServer.start(parts)) {
      Reply reply = server.request(ALICE, method, path);

      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.headers().firstValue("Retry-After")).contains(seconds);
      assertThat(reply.body())
          .isEqualTo(
              "{\"error\":\"Too many requests; try again later\",\"code\":\"rate_limited\","
                  + "\"requestId\":\"r-1\"}");
    }
  }
}
