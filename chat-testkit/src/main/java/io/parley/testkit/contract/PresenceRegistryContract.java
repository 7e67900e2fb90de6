package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.presence.ConnectionId;
import io.parley.testkit.fixture.Concurrently;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link PresenceRegistry} promises. */
public interface PresenceRegistryContract {
  ConnectionId LAPTOP = new ConnectionId("laptop");
  ConnectionId PHONE = new ConnectionId("phone");

  /** The registry under test: without connections when a test begins, the same one all through. */
  PresenceRegistry registry();

  @Test
  default void givenNobody_whenAsked_thenNobodyIsOnline() {
    assertThat(registry().online(Set.of(ALICE, BOB))).isEmpty();
    assertThat(registry().online(Set.of())).isEmpty();
  }

  @Test
  default void givenFirstConnection_whenNoted_thenTheUserIsOnline() {
    assertThat(registry().connected(ALICE, LAPTOP)).isTrue();

    assertThat(registry().online(Set.of(ALICE, BOB, NOBODY))).containsExactly(ALICE);
  }

  @Test
  default void givenConnection_whenAnotherIsNoted_thenItIsNotTheFirst() {
    registry().connected(ALICE, LAPTOP);

    assertThat(registry().connected(ALICE, PHONE)).isFalse();
  }

  @Test
  default void givenConnection_whenNotedTwice_thenItCountsOnce() {
    assertThat(registry().connected(ALICE, LAPTOP)).isTrue();
    assertThat(registry().connected(ALICE, LAPTOP)).isFalse();

    assertThat(registry().disconnected(ALICE, LAPTOP)).isTrue();
    assertThat(registry().online(Set.of(ALICE))).isEmpty();
  }

  @Test
  default void givenTwoConnections_whenOneEnds_thenTheUserStaysOnline() {
    registry().connected(ALICE, LAPTOP);
    registry().connected(ALICE, PHONE);

    assertThat(registry().disconnected(ALICE, LAPTOP)).isFalse();
    assertThat(registry().online(Set.of(ALICE))).containsExactly(ALICE);
    assertThat(registry().disconnected(ALICE, PHONE)).isTrue();
    assertThat(registry().online(Set.of(ALICE))).isEmpty();
  }

  @Test
  default void givenEndedConnection_whenItEndsAgain_thenNothingHappens() {
    registry().connected(ALICE, LAPTOP);
    registry().connected(ALICE, PHONE);
    registry().disconnected(ALICE, LAPTOP);

    assertThat(registry().disconnected(ALICE, LAPTOP)).isFalse();
    assertThat(registry().online(Set.of(ALICE))).containsExactly(ALICE);
  }

  @Test
  default void givenUnknownConnection_whenItEnds_thenNothingHappens() {
    assertThat(registry().disconnected(ALICE, LAPTOP)).isFalse();
    registry().connected(ALICE, PHONE);
    assertThat(registry().disconnected(ALICE, LAPTOP)).isFalse();

    assertThat(registry().online(Set.of(ALICE))).containsExactly(ALICE);
  }

  @Test
  default void givenUserWhoLeft_whenHeComesBack_thenItIsHisFirstConnectionAgain() {
    registry().connected(ALICE, LAPTOP);
    registry().disconnected(ALICE, LAPTOP);

    assertThat(registry().connected(ALICE, LAPTOP)).isTrue();
    assertThat(registry().online(Set.of(ALICE))).containsExactly(ALICE);
  }

  @Test
  default void givenSeveralUsers_whenOneLeaves_thenTheOthersStay() {
    registry().connected(ALICE, new ConnectionId("a"));
    registry().connected(BOB, new ConnectionId("b"));
    registry().connected(CAROL, new ConnectionId("c"));

    registry().disconnected(BOB, new ConnectionId("b"));

    assertThat(registry().online(Set.of(ALICE, BOB, CAROL)))
        .containsExactlyInAnyOrder(ALICE, CAROL);
    assertThat(registry().online(Set.of(BOB, CAROL))).containsExactly(CAROL);
  }

  @Test
  default void givenManyConnectionsAtOnce_whenTheyComeAndGo_thenOneIsFirstAndOneIsLast() {
    for (int round = 0; round < 20; round++) {
      List<Boolean> first =
          Concurrently.call(8, thread -> registry().connected(ALICE, numbered(thread)));
      assertThat(first).containsOnlyOnce(true);

      List<Boolean> last =
          Concurrently.call(8, thread -> registry().disconnected(ALICE, numbered(thread)));
      assertThat(last).containsOnlyOnce(true);
      assertThat(registry().online(Set.of(ALICE))).isEmpty();
    }
  }

  @Test
  default void givenConnectionsThatFlicker_whenAllHaveGone_thenAsManyWereFirstAsLast() {
    List<Integer> balance =
        Concurrently.call(
            8,
            thread -> {
              int firstMinusLast = 0;
              for (int i = 0; i < 200; i++) {
                firstMinusLast += registry().connected(ALICE, numbered(thread)) ? 1 : 0;
                firstMinusLast -= registry().disconnected(ALICE, numbered(thread)) ? 1 : 0;
              }
              return firstMinusLast;
            });

    assertThat(balance.stream().mapToInt(Integer::intValue).sum()).isZero();
    assertThat(registry().online(Set.of(ALICE))).isEmpty();
  }

  private static ConnectionId numbered(int number) {
    return new ConnectionId("connection " + number);
  }
}
