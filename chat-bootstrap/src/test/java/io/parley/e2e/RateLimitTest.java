package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of a running service, and of several that serve the same users. */
@Timeout(180)
class RateLimitTest {
  private static final String UNREAD = "/api/chat/unread-count";

  @ParameterizedTest
  @ValueSource(strings = {"redis", "postgres"})
  void givenUserOnThreeNodes_whenHeAsksTooOften_thenHeHasOneLimitForAll(String kind)
      throws Exception {
    int perSecond = 20;
    int burst = 40;
    Map<String, String> limit = Map.of("CHAT_LIMIT_OTHER", perSecond + ":" + burst);
    try (TestCluster cluster = TestCluster.start(kind, limit)) {
      List<RestClient> nodes = new ArrayList<>();
      for (int i = 0; i < TestCluster.NODES; i++) {
        nodes.add(cluster.node(i).rest(1));
      }
      long start = System.nanoTime();
      long end = start + Duration.ofSeconds(12).toNanos();
      int accepted = 0;
      for (int i = 0; System.nanoTime() < end; i++) {
        int status = nodes.get(i % TestCluster.NODES).get(UNREAD).status();
        assertThat(status).isIn(200, 429);
        accepted += status == 200 ? 1 : 0;
        LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
      }
      double seconds = (System.nanoTime() - start) / 1e9;

      double shared = perSecond * seconds;
      double eachForItself = TestCluster.NODES * (burst + perSecond * seconds);
      assertThat((double) accepted)
          .as("%d of %.0f shared and %.0f not shared", accepted, shared, eachForItself)
          .isGreaterThan(0.8 * shared)
          .isLessThan((shared + TestCluster.NODES * burst + eachForItself) / 2);
      assertThat(cluster.node(0).rest(2).get(UNREAD).status()).isEqualTo(200);
    }
  }

  @Test
  void givenAddressThatAsksTooOften_whenItAsksAgain_thenItIsRefusedWhoeverItIs() throws Exception {
    Map<String, String> limit =
        Map.of("CHAT_LIMIT_ADDRESS_REQUESTS", "1:5", "CHAT_LIMIT_ADDRESS_CONNECTS", "1:2");
    try (TestCluster cluster = TestCluster.start("postgres", limit)) {
      TestServer server = cluster.node(0);
      for (int i = 0; i < 5; i++) {
        new RestClient(server.address(), "no token").get(UNREAD);
      }

      RestClient.Answer answer = server.rest(1).get(UNREAD);

      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.json().path("code").asText()).isEqualTo("rate_limited");
      assertThat(server.rest(1).get("/health/ready").status()).isEqualTo(200);

      String handshake = "/socket.io/?EIO=4&transport=polling";
      assertThat(server.rest(1).get(handshake).status()).isEqualTo(200);
      assertThat(server.rest(1).get(handshake).status()).isEqualTo(200);
      RestClient.Answer third = server.rest(1).get(handshake);
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.body()).isEqualTo("{\"code\":3,\"message\":\"Too many requests\"}");
    }
  }

  @Test
  void givenAsManySocketsAsAnAddressMayHave_whenOneIsClosed_thenThereIsRoomForAnother()
      throws Exception {
    Map<String, String> limit = Map.of("CHAT_SOCKETS_PER_ADDRESS", "2");
    try (TestCluster cluster = TestCluster.start("postgres", limit)) {
      TestServer server = cluster.node(0);
      try (JavaClient one = new JavaClient(server.address(), "websocket", server.token(1));
          JavaClient two = new JavaClient(server.address(), "websocket", server.token(2))) {
        one.connect();
        two.connect();
        String handshake = "/socket.io/?EIO=4&transport=polling";
        assertThat(server.rest(1).get(handshake).status()).isEqualTo(429);

        one.disconnect();

        long giveUpAt = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.rest(1).get(handshake).status() == 429) {
          assertThat(System.nanoTime()).as("there is room again").isLessThan(giveUpAt);
        }
      }
    }
  }
}
