package io.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

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
}
