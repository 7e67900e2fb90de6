package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.ClusterBus;
import io.parley.domain.user.UserId;
import io.parley.testkit.contract.ClusterBusContract;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresBusTest implements ClusterBusContract {
  private final TestDatabase database = TestDatabase.create();
  private final List<ClusterBus> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(ClusterBus::close);
    database.close();
  }

  @Override
  public ClusterBus newNode() {
    ClusterBus node = PostgresBus.open(database.config());
    nodes.add(node);
    return node;
  }

  @Test
  void givenConnectionsThatAreEnded_whenTheyAreBack_thenTheNodesHearOfIt() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));
    int before = two.heard().restorations();

    database.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'chat-bus' AND datname = current_database()");
    two.heard().awaitInterruptions(1);
    await(two.bus().subscribe(BOB));
    two.heard().awaitRestorations(before + 1);

    two.heard().until(() -> one.publish(ALICE, "again"), "again");
    two.heard().until(() -> one.publish(BOB, "for Bob"), "for Bob");
  }

  @Test
  void givenNodeThatCouldNotPublish_whenItCanAgain_thenTheOthersAreTold() {
    Node one = node();
    Node two = node();
    int before = two.heard().restorations();

    database.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'chat-bus' AND query LIKE '%pg_notify%'"
            + " AND datname = current_database()");
    one.publish(ALICE, "lost");

    two.heard().awaitMissed();
    assertThat(two.heard().interruptions()).isZero();
    assertThat(two.heard().restorations()).isEqualTo(before);
  }

  @Test
  void givenMoreUsersThanFitIntoANotification_whenPublished_thenEachNodeHears() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(new UserId(5_000)));
    Set<UserId> users = new HashSet<>();
    LongStream.rangeClosed(1, 5_000).forEach(id -> users.add(new UserId(id)));

    one.bus().publish(users, new byte[] {'h', 'i'});

    two.heard().awaitText("hi");
  }

  @Test
  void givenForeignNotification_whenReceived_thenTheBusGoesOn() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));

    database.run("SELECT pg_notify('parley', 'not ours'), pg_notify('parley', 'AAAA')");
    one.publish(ALICE, "for Alice");

    two.heard().awaitText("for Alice");
  }
}
