package io.parley.adapter.redis;

import static io.parley.testkit.fixture.Await.await;

import io.parley.domain.port.ClusterBus;
import io.parley.domain.user.UserId;
import io.parley.testkit.contract.ClusterBusContract;
import io.parley.testkit.fixture.RecordingBusListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same on a Redis Cluster of three servers, with sharded channels. */
@Timeout(120)
class RedisClusterBusTest implements ClusterBusContract {
  private static final int MANY = 100_000;
  private static final TestRedisCluster CLUSTER = new TestRedisCluster();

  private final List<RedisNode> nodes = new ArrayList<>();

  @AfterAll
  static void stopCluster() {
    CLUSTER.close();
  }

  @AfterEach
  void close() {
    nodes.forEach(RedisNode::close);
  }

  @Override
  public ClusterBus newNode() {
    RedisNode node = RedisNode.open(RedisConfig.of(CLUSTER.url()));
    nodes.add(node);
    return node.bus();
  }

  /** More than a connection takes commands at once. */
  @Test
  void givenNodeWithManyUsers_whenItConnects_thenItHearsOfAllOfThem() throws Exception {
    var heard = new RecordingBusListener();
    ClusterBus node = newNode();
    for (int id = 1; id <= MANY; id++) {
      await(node.subscribe(new UserId(id)));
    }
    node.listen(heard);
    heard.awaitRestorations(1);

    var speaker = new Node(newNode(), new RecordingBusListener());
    speaker.bus().listen(speaker.heard());
    heard.until(() -> speaker.publish(new UserId(1), "to the first"), "to the first");
    heard.until(() -> speaker.publish(new UserId(MANY), "to the last"), "to the last");
  }
}
