package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.PresenceRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node of a cluster that is killed, as those on the other nodes see it. */
@Timeout(180)
class DeadNodeIT {
  /** With what a busy machine takes to tell. */
  private static final Duration GONE = Duration.ofSeconds(PresenceRegistry.LIFE_SECONDS + 8);

  @TempDir private Path files;

  @ParameterizedTest
  @ValueSource(strings = {"redis", "postgres"})
  void givenNodeThatIsKilled_whenItsUsersAreForgotten_thenEachIsOfflineOnceAndWhoIsElsewhereIsNot(
      String kind) throws Exception {
    try (TestCluster cluster = TestCluster.start(kind);
        ChatProcess dying = start(cluster);
        JavaClient one = on(cluster, 0, 1);
        JavaClient three = on(cluster, 1, 3)) {
      for (long user : List.of(1, 3)) {
        for (long partner : List.of(2, 4, 5)) {
          cluster.node(0).rest(user).send(partner, "they know each other");
        }
      }
      URI address = dying.awaitReady();
      try (JavaClient ofTwo = on(cluster, address, 2);
          JavaClient ofFour = on(cluster, address, 4);
          JavaClient elsewhere = on(cluster, 2, 4)) {
        for (JavaClient seeing : List.of(one, three)) {
          assertThat(List.of(user(seeing, "user_online"), user(seeing, "user_online")))
              .containsExactlyInAnyOrder(2L, 4L);
        }
        for (JavaClient client : List.of(ofTwo, ofFour, elsewhere)) {
          assertThat(online(client)).isEqualTo("[1,2,3,4]");
        }

        dying.kill();
        long killed = System.nanoTime();

        for (JavaClient seeing : List.of(one, three)) {
          assertThat(user(seeing, "user_offline")).isEqualTo(2);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(GONE);
        // Whatever else there is to tell of the dead has been told when a later one is gone.
        on(cluster, 2, 5).close();
        for (JavaClient seeing : List.of(one, three)) {
          assertThat(user(seeing, "user_offline")).isEqualTo(5);
          assertThat(online(seeing)).isEqualTo("[1,3,4]");
        }
      }
    }
  }

  private ChatProcess start(TestCluster cluster) throws Exception {
    Map<String, String> settings = new HashMap<>(cluster.settings());
    settings.put("PORT", "0");
    settings.put("JWT_SECRET", TestServer.SECRET);
    settings.put("DATABASE_URL", cluster.database().url());
    settings.put("CHAT_DATA_DIR", files.resolve("data").toString());
    settings.put("CHAT_NODE_NAME", "dying");
    return ChatProcess.start(files, settings, "serve");
  }

  private static JavaClient on(TestCluster cluster, int node, long user) throws Exception {
    return on(cluster, cluster.node(node).address(), user);
  }

  private static JavaClient on(TestCluster cluster, URI address, long user) throws Exception {
    return new JavaClient(address, "websocket", cluster.node(0).token(user)).connect();
  }

  private static long user(JavaClient client, String event) throws Exception {
    return client.object(event).getLong("userId");
  }

  private static String online(JavaClient client) throws Exception {
    JSONObject all = new JSONObject(Map.of("userIds", new JSONArray(List.of(1, 2, 3, 4, 5))));
    return client.data("check_online", all).getJSONArray("onlineUsers").toString();
  }
}
