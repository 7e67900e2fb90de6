package io.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.parley.testkit.fixture.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters. */
final class TestRedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;

  private final List<RedisProcess> servers = new ArrayList<>();

  TestRedisCluster() {
    for (int i = 0; i < 3; i++) {
      servers.add(RedisProcess.start("--cluster-enabled", "yes"));
    }
    RedisClient client = RedisClient.create();
    try {
      for (int i = 0; i < 3; i++) {
        try (StatefulRedisConnection<String, String> server =
            client.connect(RedisURI.create(servers.get(i).url()))) {
          server.sync().clusterAddSlots(slots(i * SLOTS / 3, (i + 1) * SLOTS / 3));
          server.sync().clusterMeet("127.0.0.1", servers.get(0).port());
        }
      }
      servers.forEach(server -> awaitCluster(client, server));
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

  /** Of one of the servers. */
  String url() {
    return servers.get(1).url();
  }

  @Override
  public void close() {
    servers.forEach(RedisProcess::close);
  }
}
