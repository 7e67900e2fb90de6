package io.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.parley.domain.port.ClusterBus;
import io.parley.testkit.contract.ClusterBusContract;
import io.parley.testkit.fixture.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The same on a Redis Cluster of three servers, with sharded channels. */
@Timeout(120)
class RedisClusterBusTest implements ClusterBusContract {
  private static final int SLOTS = 16_384;
  private static final List<RedisProcess> SERVERS = new ArrayList<>();

  private final List<RedisNode> nodes = new ArrayList<>();

  @BeforeAll
  static void startCluster() {
    for (int i = 0; i < 3; i++) {
      SERVERS.add(RedisProcess.start("--cluster-enabled", "yes"));
    }
    RedisClient client = RedisClient.create();
    try {
      for (int i = 0; i < 3; i++) {
        try (StatefulRedisConnection<String, String> server =
            client.connect(RedisURI.create(SERVERS.get(i).url()))) {
          server.sync().clusterAddSlots(slots(i * SLOTS / 3, (i + 1) * SLOTS / 3));
          server.sync().clusterMeet("127.0.0.1", SERVERS.get(0).port());
        }
      }
      SERVERS.forEach(server -> awaitCluster(client, server));
    } finally {
      client.shutdown(0, 0, TimeUnit.SECONDS);
    }
  }

  private static int[] slots(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static void awaitCluster(RedisClient client, RedisProcess server) {
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    try (StatefulRedisConnection<String, String> connection =
        client.connect(RedisURI.create(server.url()))) {
      while (!connection.sync().clusterInfo().contains("cluster_state:ok")
          || !connection.sync().clusterInfo().contains("cluster_known_nodes:3")) {
        assertThat(System.nanoTime()).as("a cluster").isLessThan(giveUpAt);
      }
    }
  }

  @AfterAll
  static void stopCluster() {
    SERVERS.forEach(RedisProcess::close);
    SERVERS.clear();
  }

  @AfterEach
  void close() {
    nodes.forEach(RedisNode::close);
  }

  @Override
  public ClusterBus newNode() {
    RedisNode node = RedisNode.open(RedisConfig.of(SERVERS.get(1).url()));
    nodes.add(node);
    return node.bus();
  }
}
