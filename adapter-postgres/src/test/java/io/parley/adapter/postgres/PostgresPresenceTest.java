package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.PresenceRegistry.Pulse;
import io.parley.testkit.contract.PresenceRegistryContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresPresenceTest implements PresenceRegistryContract {
  private final TestDatabase database = TestDatabase.create();
  private final List<PostgresStores> nodes = new ArrayList<>();

  @BeforeEach
  void migrate() {
    try (PostgresStores stores = PostgresStores.open(database.config())) {
      SchemaMigration.migrate(stores.dataSource());
    }
  }

  @AfterEach
  void close() {
    nodes.forEach(PostgresStores::close);
    database.close();
  }

  @Override
  public PresenceRegistry newNode() {
    PostgresStores stores = PostgresStores.open(database.config());
    nodes.add(stores);
    return stores.presence();
  }

  @Test
  void givenNodeThatGivesNoSignOfLife_whenAnotherNotices_thenItsUsersAreGoneOnce() {
    PresenceRegistry dead = newNode();
    PresenceRegistry one = newNode();
    dead.keepAlive();
    one.keepAlive();
    dead.arrive(Set.of(ALICE, BOB));
    PresenceRegistry two = newNode();
    two.keepAlive();
    two.arrive(Set.of(BOB));
    database.run(
        "UPDATE chat.nodes SET seen_at = seen_at - interval '16 s'"
            + " WHERE id IN (SELECT node_id FROM chat.node_users WHERE user_id = 1)");

    Pulse noticed = one.keepAlive();

    assertThat(noticed.nodesLost()).isTrue();
    assertThat(noticed.gone()).containsExactly(ALICE);
    assertThat(two.keepAlive()).isEqualTo(new Pulse(Set.of(), true, false));
    assertThat(two.keepAlive()).isEqualTo(new Pulse(Set.of(), false, false));
    assertThat(one.elsewhere(Set.of(ALICE, BOB))).containsExactly(BOB);
  }

  @Test
  void givenNodeThatDiedBeforeTheClockWasSetBack_whenItsTimeIsOver_thenItsUsersAreGone() {
    PresenceRegistry dead = newNode();
    PresenceRegistry one = newNode();
    dead.keepAlive();
    one.keepAlive();
    dead.arrive(Set.of(ALICE));
    database.run("UPDATE chat.nodes SET seen_at = seen_at + interval '1 hour'");

    assertThat(one.keepAlive().gone()).isEmpty();
    database.run("UPDATE chat.nodes SET seen_at = seen_at - interval '16 s'");

    assertThat(one.keepAlive().gone()).containsExactly(ALICE);
  }

  @Test
  void givenBeatThatIsNotCommitted_whenTheNextOneIs_thenItSaysThatANodeWasLost() {
    PresenceRegistry dead = newNode();
    PresenceRegistry one = newNode();
    dead.keepAlive();
    dead.arrive(Set.of(ALICE));
    one.keepAlive();
    database.run(
        "UPDATE chat.nodes SET seen_at = seen_at - interval '16 s'"
            + " WHERE id IN (SELECT node_id FROM chat.node_users WHERE user_id = 1)",
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''not now''; END'
        """,
        """
        CREATE CONSTRAINT TRIGGER refuse AFTER DELETE ON chat.nodes
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()
        """);
    assertThatThrownBy(one::keepAlive).isInstanceOf(RuntimeException.class);
    database.run("DROP TRIGGER refuse ON chat.nodes");

    assertThat(one.keepAlive()).isEqualTo(new Pulse(Set.of(ALICE), true, false));
  }

  @Test
  void givenNodeThatWasForgotten_whenItIsBack_thenItIsToldSo() {
    PresenceRegistry paused = newNode();
    PresenceRegistry other = newNode();
    paused.keepAlive();
    paused.arrive(Set.of(ALICE));
    database.run("UPDATE chat.nodes SET seen_at = seen_at - interval '16 s'");
    assertThat(other.keepAlive().gone()).containsExactly(ALICE);

    assertThat(paused.keepAlive().forgotten()).isTrue();
    assertThat(paused.arrive(Set.of(ALICE))).containsExactly(ALICE);
    assertThat(other.elsewhere(Set.of(ALICE))).containsExactly(ALICE);
  }

  @Test
  void givenDatabaseThatHasLostEverything_whenANodeGoesOn_thenItArrivesAgain() {
    PresenceRegistry node = newNode();
    node.keepAlive();
    node.arrive(Set.of(ALICE));

    database.run("TRUNCATE chat.nodes, chat.node_users");

    assertThat(node.keepAlive()).isEqualTo(new Pulse(Set.of(), false, true));
    assertThat(node.arrive(Set.of(ALICE))).containsExactly(ALICE);
  }
}
