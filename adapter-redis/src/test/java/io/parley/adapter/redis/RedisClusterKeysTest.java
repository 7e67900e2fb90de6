package io.parley.adapter.redis;

import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.SpendingLedger;
import io.parley.testkit.contract.PresenceRegistryContract;
import io.parley.testkit.contract.SpendingLedgerContract;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/** What has keys, on a Redis Cluster of three servers: each test has a prefix of its own. */
@Timeout(120)
class RedisClusterKeysTest {
  private static final TestRedisCluster CLUSTER = new TestRedisCluster();

  private final List<RedisNode> nodes = new ArrayList<>();
  private final String prefix = UUID.randomUUID() + ":";

  @AfterAll
  static void stopCluster() {
    CLUSTER.close();
  }

  @AfterEach
  void close() {
    nodes.forEach(RedisNode::close);
  }

  private RedisNode node() {
    RedisNode node =
        RedisNode.open(new RedisConfig(RedisConfig.of(CLUSTER.url()).servers(), prefix));
    nodes.add(node);
    return node;
  }

  @Nested
  class Presence implements PresenceRegistryContract {
    @Override
    public PresenceRegistry newNode() {
      return node().presence();
    }
  }

  @Nested
  class Spending implements SpendingLedgerContract {
    private final List<SpendingLedger> ledgers =
        Stream.generate(() -> node().spending()).limit(3).toList();

    @Override
    public List<SpendingLedger> nodes() {
      return ledgers;
    }
  }
}
