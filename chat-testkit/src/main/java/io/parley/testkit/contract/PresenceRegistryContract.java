package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link PresenceRegistry} promises, with one node and several. */
public interface PresenceRegistryContract {
  int MANY = 5_000;

  /** One more node of the cluster of this test, in which nobody is present when the test begins. */
  PresenceRegistry newNode();

  private PresenceRegistry node() {
    PresenceRegistry node = newNode();
    assertThat(node.keepAlive().forgotten()).as("a new node").isTrue();
    return node;
  }

  @Test
  default void givenNobody_whenAsked_thenNobodyIsPresent() {
    PresenceRegistry node = node();

    assertThat(node.elsewhere(Set.of(ALICE, BOB))).isEmpty();
    assertThat(node.elsewhere(Set.of())).isEmpty();
    assertThat(node.forget(Set.of(NOBODY))).isEmpty();
    node.leave(Set.of(NOBODY));
    assertThat(node.arrive(Set.of())).isEmpty();
  }

  @Test
  default void givenUserWhoArrives_whenHeArrivesAgain_thenHeWasPresent() {
    PresenceRegistry node = node();

    assertThat(node.arrive(Set.of(ALICE, BOB))).containsExactlyInAnyOrder(ALICE, BOB);
    assertThat(node.arrive(Set.of(BOB, CAROL))).containsExactly(CAROL);
  }

  @Test
  default void givenUserOnOneNode_whenOthersAsk_thenHeIsElsewhereForThemOnly() {
    PresenceRegistry one = node();
    PresenceRegistry two = node();
    one.arrive(Set.of(ALICE));

    assertThat(two.elsewhere(Set.of(ALICE, BOB))).containsExactly(ALICE);
    assertThat(one.elsewhere(Set.of(ALICE, BOB))).isEmpty();
  }

  @Test
  default void givenUserWhoIsAway_whenAsked_thenHeIsNotThereButStillPresent() {
    PresenceRegistry one = node();
    PresenceRegistry two = node();
    one.arrive(Set.of(ALICE));

    one.leave(Set.of(ALICE));

    assertThat(two.elsewhere(Set.of(ALICE))).isEmpty();
    assertThat(two.arrive(Set.of(ALICE))).isEmpty();
    assertThat(one.forget(Set.of(ALICE))).isEmpty();
    assertThat(two.forget(Set.of(ALICE))).containsExactly(ALICE);
  }

  @Test
  default void givenUserWhoIsForgotten_whenHeComesBack_thenHeWasNotPresent() {
    PresenceRegistry node = node();
    node.arrive(Set.of(ALICE));

    assertThat(node.forget(Set.of(ALICE))).containsExactly(ALICE);
    assertThat(node.forget(Set.of(ALICE))).isEmpty();
    assertThat(node.arrive(Set.of(ALICE))).containsExactly(ALICE);
  }

  @Test
  default void givenUserOnTwoNodes_whenHeGoes_thenTheLastOneLearnsIt() {
    PresenceRegistry one = node();
    PresenceRegistry two = node();
    assertThat(one.arrive(Set.of(ALICE))).containsExactly(ALICE);
    assertThat(two.arrive(Set.of(ALICE))).isEmpty();

    assertThat(one.forget(Set.of(ALICE))).isEmpty();
    assertThat(one.elsewhere(Set.of(ALICE))).containsExactly(ALICE);
    assertThat(two.forget(Set.of(ALICE))).containsExactly(ALICE);
  }

  @Test
  default void givenThreeNodesAtOnce_whenUsersComeAndGo_thenOneNodeLearnsEach() {
    List<PresenceRegistry> nodes = List.of(node(), node(), node());
    Set<UserId> users = new HashSet<>();
    IntStream.rangeClosed(1, 50).forEach(id -> users.add(new UserId(id)));
    for (int round = 0; round < 5; round++) {
      List<Set<UserId>> come = Concurrently.call(3, node -> nodes.get(node).arrive(users));
      assertThat(come.stream().mapToInt(Set::size).sum()).isEqualTo(50);

      List<Set<UserId>> gone = Concurrently.call(3, node -> nodes.get(node).forget(users));
      assertThat(gone.stream().mapToInt(Set::size).sum()).isEqualTo(50);
    }
  }

  @Test
  default void givenManyUsers_whenTheyComeAndGo_thenAllAreKnown() {
    PresenceRegistry one = node();
    PresenceRegistry two = node();
    Set<UserId> users = new HashSet<>();
    IntStream.rangeClosed(1, MANY).forEach(id -> users.add(new UserId(id)));

    assertThat(one.arrive(users)).hasSize(MANY);
    assertThat(two.elsewhere(users)).hasSize(MANY);
    assertThat(one.forget(users)).hasSize(MANY);
    assertThat(two.elsewhere(users)).isEmpty();
  }

  @Test
  default void givenKnownNode_whenItGivesASignOfLife_thenNothingIsLost() {
    PresenceRegistry node = node();
    node.arrive(Set.of(ALICE));

    assertThat(node.keepAlive()).isEqualTo(new PresenceRegistry.Pulse(Set.of(), false, false));
  }
}
