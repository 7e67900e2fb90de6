package io.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {
  private final RestServer server = RestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenServer_whenRootIsAsked_thenOkAndGood() {
    server
        .exchange(server.anonymous("/").GET())
        .assertIs(200, "{\"STATUS\":\"OK\",\"HEALTH\":\"GOOD\"}");
  }

  @Test
  void givenReadyServer_whenHealthIsAsked_thenLiveAndReady() {
    server.exchange(server.anonymous("/health/live").GET()).assertIs(200, "{\"status\":\"live\"}");
    server
        .exchange(server.anonymous("/health/ready").GET())
        .assertIs(200, "{\"status\":\"ready\"}");
  }

  @Test
  void givenServerThatIsNotReady_whenHealthIsAsked_thenLiveButUnavailable() {
    server.ready.set(false);

    Reply live = server.exchange(server.anonymous("/health/live").GET());
    Reply ready = server.exchange(server.anonymous("/health/ready").GET());

    assertThat(live.status()).isEqualTo(200);
    ready.assertIsError(503, "not_ready", "The service is not ready");
    assertThat(ready.header("Retry-After")).hasValue("1");
  }

  @Test
  void givenPartsThatAreAway_whenHealthIsAsked_thenTheyAreNamedAndTheStatusStays() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("service", "draining");
    parts.put("database", "down");
    AtomicBoolean welcome = new AtomicBoolean(true);
    Readiness readiness =
        new Readiness() {
          @Override
          public boolean isReady() {
            return welcome.get();
          }

          @Override
          public Map<String, String> parts() {
            return parts;
          }
        };
    try (RestServer other =
        RestServer.start(new Parts().operations(RestApi.Operations.of(readiness)))) {
      other
          .exchange(other.anonymous("/health/ready").GET())
          .assertIs(200, "{\"status\":\"ready\",\"service\":\"draining\",\"database\":\"down\"}");

      welcome.set(false);
      Reply refusal = other.exchange(other.anonymous("/health/ready").GET());

      refusal.assertIs(
          503,
          "{\"error\":\"The service is not ready\",\"code\":\"not_ready\",\"requestId\":\"r-1\","
              + "\"service\":\"draining\",\"database\":\"down\"}");
      assertThat(refusal.header("Retry-After")).hasValue("1");
    }
  }
}
