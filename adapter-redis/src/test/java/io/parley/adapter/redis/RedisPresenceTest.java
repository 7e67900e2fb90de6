package io.parley.adapter.redis;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.PresenceRegistry.Pulse;
import io.parley.domain.user.UserId;
import io.parley.testkit.contract.PresenceRegistryContract;
import io.parley.testkit.fixture.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RedisPresenceTest implements PresenceRegistryContract {
  private final RedisProcess redis = RedisProcess.start();
  private final List<RedisNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(RedisNode::close);
    redis.close();
  }

  @Override
  public PresenceRegistry newNode() {
    return newNode(Duration.ofSeconds(PresenceRegistry.LIFE_SECONDS));
  }

  private PresenceRegistry newNode(Duration life) {
    RedisNode node = RedisNode.open(RedisConfig.of(redis.url()), life);
    nodes.add(node);
    return node.presence();
  }

  /** Gives signs of life until one brings something to light. */
  private static Pulse awaitLoss(PresenceRegistry node) {
    long giveUpAt = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    Pulse pulse = node.keepAlive();
    while (!pulse.nodesLost()) {
      assertThat(System.nanoTime()).as("a node that is lost").isLessThan(giveUpAt);
      pulse = node.keepAlive();
    }
    return pulse;
  }

  @Test
  void givenNodeThatGivesNoSignOfLife_whenAnotherNotices_thenItsUsersAreGoneOnce() {
    PresenceRegistry dead = newNode(Duration.ofSeconds(2));
    PresenceRegistry one = newNode();
    PresenceRegistry two = newNode();
    dead.keepAlive();
    one.keepAlive();
    two.keepAlive();
    dead.arrive(Set.of(ALICE, BOB));
    two.arrive(Set.of(BOB));

    Pulse noticed = awaitLoss(one);

    assertThat(noticed.gone()).containsExactly(ALICE);
    assertThat(two.keepAlive()).isEqualTo(new Pulse(Set.of(), true, false));
    assertThat(two.keepAlive()).isEqualTo(new Pulse(Set.of(), false, false));
    assertThat(one.elsewhere(Set.of(ALICE, BOB))).containsExactly(BOB);
  }

  @Test
  void givenNodeThatDiedWhileItClearedUp_whenItsTimeIsOver_thenAnotherDoesSo() {
    PresenceRegistry dead = newNode(Duration.ofMillis(50));
    PresenceRegistry one = newNode();
    one.keepAlive();
    dead.keepAlive();
    dead.arrive(Set.of(ALICE, BOB));
    one.arrive(Set.of(BOB));
    beginToClearUp();

    assertThat(one.keepAlive()).isEqualTo(new Pulse(Set.of(ALICE), false, false));
    assertThat(one.keepAlive().gone()).isEmpty();
    assertThat(names()).hasSize(1);
  }

  /** As the node did that has noticed that another one is dead, and was killed then. */
  private void beginToClearUp() {
    withRedis(
        commands -> {
          String dead = commands.zrange(nodesKey(), 0, 0).get(0);
          commands.zrem(nodesKey(), dead);
          commands.zadd(nodesKey(), 1, "!" + dead);
        });
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    withRedis(commands -> names.addAll(commands.zrange(nodesKey(), 0, -1)));
    return names;
  }

  private String nodesKey() {
    return RedisConfig.of(redis.url()).prefix() + "nodes";
  }

  private void withRedis(Consumer<RedisCommands<String, String>> work) {
    try (RedisClient client = RedisClient.create(redis.url());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      work.accept(connection.sync());
    }
  }

  @Test
  void givenNodeThatWasForgotten_whenItIsBack_thenItIsToldSo() {
    PresenceRegistry paused = newNode(Duration.ofMillis(50));
    PresenceRegistry other = newNode();
    other.keepAlive();
    paused.keepAlive();
    paused.arrive(Set.of(ALICE));
    assertThat(awaitLoss(other).gone()).containsExactly(ALICE);

    assertThat(paused.keepAlive().forgotten()).isTrue();
    assertThat(paused.arrive(Set.of(ALICE))).containsExactly(ALICE);
    assertThat(other.elsewhere(Set.of(ALICE))).containsExactly(ALICE);
  }

  @Test
  void givenRedisThatHasLostEverything_whenANodeGoesOn_thenItArrivesAgain() {
    PresenceRegistry node = newNode();
    node.keepAlive();
    node.arrive(Set.of(ALICE));

    redis.kill();
    assertThatThrownBy(() -> node.elsewhere(Set.of(ALICE)))
        .isInstanceOf(StoreUnavailableException.class);
    redis.startAgain();

    assertThat(node.keepAlive().forgotten()).isTrue();
    assertThat(node.arrive(Set.of(ALICE))).containsExactly(ALICE);
  }

  @Test
  void givenRedisThatDoesNotAnswer_whenAsked_thenTheAnswerIsAFailureInTime() {
    PresenceRegistry node = newNode();
    node.keepAlive();

    redis.pause();
    assertThatThrownBy(() -> node.elsewhere(Set.of(ALICE)))
        .isInstanceOf(StoreUnavailableException.class);
    redis.resume();
  }

  /** Its other end is gone and cannot say so: the host has lost its power. */
  @Test
  void givenConnectionThatIsSilent_whenAskedAgain_thenAnotherOneAnswers() {
    try (TcpRelay relay = new TcpRelay(redis.port())) {
      RedisNode behindRelay = RedisNode.open(RedisConfig.of("redis://127.0.0.1:" + relay.port()));
      nodes.add(behindRelay);
      PresenceRegistry node = behindRelay.presence();
      node.keepAlive();
      node.arrive(Set.of(ALICE));

      relay.silence();
      assertThatThrownBy(() -> node.elsewhere(Set.of(ALICE)))
          .isInstanceOf(StoreUnavailableException.class);

      assertThat(node.arrive(Set.of(ALICE, BOB))).containsExactly(BOB);
    }
  }

  /** More than a connection takes commands at once. */
  @Test
  void givenNodeWithManyUsers_whenItDies_thenAllAreGone() {
    PresenceRegistry dead = newNode(Duration.ofSeconds(5));
    PresenceRegistry one = newNode();
    dead.keepAlive();
    one.keepAlive();
    Set<UserId> users =
        LongStream.rangeClosed(1, 50_000).mapToObj(UserId::new).collect(Collectors.toSet());
    assertThat(dead.arrive(users)).hasSameSizeAs(users);

    assertThat(awaitLoss(one).gone()).hasSameSizeAs(users);
  }
}
