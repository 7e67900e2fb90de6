package io.parley.adapter.redis;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.ClusterBus;
import io.parley.testkit.contract.ClusterBusContract;
import io.parley.testkit.fixture.RecordingBusListener;
import io.parley.testkit.fixture.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RedisBusTest implements ClusterBusContract {
  private final RedisProcess redis = RedisProcess.start();
  private final List<RedisNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(RedisNode::close);
    redis.close();
  }

  @Override
  public ClusterBus newNode() {
    RedisNode node = RedisNode.open(RedisConfig.of(redis.url()));
    nodes.add(node);
    return node.bus();
  }

  @Test
  void givenRedisThatIsKilled_whenItIsBack_thenTheNodesHearOfItAndHearEachOtherAgain() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));
    int before = two.heard().restorations();

    redis.kill();
    two.heard().awaitInterruptions(1);
    one.heard().awaitInterruptions(1);
    await(two.bus().subscribe(BOB));
    one.publish(ALICE, "lost");
    redis.startAgain();
    two.heard().awaitRestorations(before + 1);

    two.heard().until(() -> one.publish(ALICE, "again"), "again");
    two.heard().until(() -> one.publish(BOB, "for Bob"), "for Bob");
    assertThat(two.heard().texts()).doesNotContain("lost");
    assertThat(two.heard().interruptions()).isEqualTo(1);
  }

  @Test
  void givenRedisThatDoesNotAnswer_whenItGoesOn_thenTheNodesHearOfIt() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));
    int before = two.heard().restorations();

    redis.pause();
    two.heard().awaitInterruptions(1);
    redis.resume();
    two.heard().awaitRestorations(before + 1);

    two.heard().until(() -> one.publish(ALICE, "again"), "again");
  }

  @Test
  void givenNodeThatCouldNotPublish_whenItCanAgain_thenTheOthersAreTold() {
    try (TcpRelay relay = new TcpRelay(redis.port())) {
      Node one = new Node(newNodeAt("redis://127.0.0.1:" + relay.port()), listener());
      one.bus().listen(one.heard());
      one.heard().awaitRestorations(1);
      Node two = node();
      int before = two.heard().restorations();

      relay.cut();
      one.heard().awaitInterruptions(1);
      one.publish(ALICE, "lost");
      relay.mend();

      two.heard().awaitRestorations(before + 1);
      assertThat(two.heard().interruptions()).isZero();
    }
  }

  @Test
  void givenNoRedis_whenANodeStarts_thenItIsToldAndGoesOnAsSoonAsThereIsOne() {
    redis.kill();
    Node one = new Node(newNode(), listener());

    one.bus().listen(one.heard());
    one.heard().awaitInterruptions(1);
    await(one.bus().subscribe(ALICE));
    redis.startAgain();
    one.heard().awaitRestorations(1);

    one.heard().until(() -> one.publish(ALICE, "there"), "there");
  }

  @Test
  void givenPassword_whenTheUrlHasIt_thenTheNodesMeet() {
    try (RedisProcess guarded = RedisProcess.start("--requirepass", "only-here")) {
      String url = "redis://:only-here@127.0.0.1:" + guarded.port();
      Node one = new Node(newNodeAt(url), listener());
      Node two = new Node(newNodeAt(url), listener());
      one.bus().listen(one.heard());
      two.bus().listen(two.heard());
      two.heard().awaitRestorations(1);
      one.heard().awaitRestorations(1);
      await(two.bus().subscribe(ALICE));

      one.publish(ALICE, "for Alice");

      two.heard().awaitText("for Alice");
    }
  }

  private static RecordingBusListener listener() {
    return new RecordingBusListener();
  }

  private ClusterBus newNodeAt(String url) {
    RedisNode node = RedisNode.open(RedisConfig.of(url));
    nodes.add(node);
    return node.bus();
  }
}
