package io.parley.e2e;

import io.parley.adapter.postgres.TestDatabase;
import io.parley.testkit.fixture.RedisProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Three services on one database, with users 1 to 9, that reach each other. */
final class TestCluster implements AutoCloseable {
  static final int NODES = 3;

  private final TestDatabase database;
  private final boolean owned;
  private final Optional<RedisProcess> redis;
  private final List<TestServer> nodes = new ArrayList<>();

  private TestCluster(TestDatabase database, boolean owned, Optional<RedisProcess> redis) {
    this.database = database;
    this.owned = owned;
    this.redis = redis;
  }

  /** By what they reach each other: {@code redis} or {@code postgres}. */
  static TestCluster start(String kind) throws InterruptedException {
    return start(kind, Map.of());
  }

  /** The same, with more settings for each node. */
  static TestCluster start(String kind, Map<String, String> more) throws InterruptedException {
    TestDatabase database = TestDatabase.create();
    TestCluster cluster = start(database, true, kind, more);
    TestServer.addUsers(database);
    return cluster;
  }

  /** The same on a database of somebody, which it does not close. */
  static TestCluster over(TestDatabase database, String kind, Map<String, String> more)
      throws InterruptedException {
    return start(database, false, kind, more);
  }

  private static TestCluster start(
      TestDatabase database, boolean owned, String kind, Map<String, String> more)
      throws InterruptedException {
    boolean onRedis = kind.equals("redis");
    TestCluster cluster =
        new TestCluster(
            database, owned, onRedis ? Optional.of(RedisProcess.start()) : Optional.empty());
    for (int i = 0; i < NODES; i++) {
      Map<String, String> ofNode = new HashMap<>(cluster.settings());
      ofNode.putAll(more);
      ofNode.put("CHAT_NODE_NAME", name(i));
      cluster.nodes.add(TestServer.node(database, ofNode));
    }
    return cluster;
  }

  private static String name(int number) {
    return "node-" + number;
  }

  /** The same behind a load balancer. */
  TestService balanced() {
    LoadBalancer.require();
    Map<String, URI> addresses = new LinkedHashMap<>();
    for (int i = 0; i < NODES; i++) {
      addresses.put(name(i), nodes.get(i).address());
    }
    return new Balanced(LoadBalancer.start(addresses));
  }

  TestServer node(int number) {
    return nodes.get(number);
  }

  /** What makes one more service on this database a node of this cluster. */
  Map<String, String> settings() {
    return redis
        .map(server -> Map.of("REDIS_URL", server.url()))
        .orElseGet(() -> Map.of("CHAT_CLUSTER", "postgres"));
  }

  TestDatabase database() {
    return database;
  }

  RedisProcess redis() {
    return redis.orElseThrow();
  }

  @Override
  public void close() {
    nodes.forEach(TestServer::close);
    redis.ifPresent(RedisProcess::close);
    if (owned) {
      database.close();
    }
  }

  private final class Balanced implements TestService {
    private final LoadBalancer balancer;

    Balanced(LoadBalancer balancer) {
      this.balancer = balancer;
    }

    @Override
    public URI address() {
      return balancer.address();
    }

    @Override
    public String token(long user) {
      return node(0).token(user);
    }

    @Override
    public TestDatabase database() {
      return database;
    }

    @Override
    public String nodes() {
      return "several-nodes";
    }

    @Override
    public String toString() {
      return NODES + " nodes on " + redis.map(server -> "Redis").orElse("PostgreSQL");
    }

    @Override
    public void close() {
      balancer.close();
      TestCluster.this.close();
    }
  }
}
