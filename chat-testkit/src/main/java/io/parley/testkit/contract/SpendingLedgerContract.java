package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.SpendingLedger;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link SpendingLedger} promises. */
public interface SpendingLedgerContract {
  Account SENDS = new Account(LimitedAction.SEND, ALICE);
  Account SEARCHES = new Account(LimitedAction.SEARCH, ALICE);
  Account SENDS_OF_BOB = new Account(LimitedAction.SEND, BOB);

  /** The ledger as three nodes see it; nothing is in it when the test begins. */
  List<SpendingLedger> nodes();

  @Test
  default void givenTwoNodes_whenBothSpend_thenEachLearnsTheSum() {
    SpendingLedger one = nodes().get(0);
    SpendingLedger two = nodes().get(1);

    assertThat(one.add(Map.of(SENDS, 3L))).isEqualTo(Map.of(SENDS, 3L));
    assertThat(two.add(Map.of(SENDS, 4L))).isEqualTo(Map.of(SENDS, 7L));
    assertThat(one.add(Map.of(SENDS, 1L))).isEqualTo(Map.of(SENDS, 8L));
  }

  @Test
  default void givenSeveralAccounts_whenSpentFrom_thenEachHasItsOwnSum() {
    SpendingLedger one = nodes().get(0);
    one.add(Map.of(SENDS, 3L, SEARCHES, 1L));

    assertThat(one.add(Map.of(SENDS, 1L, SEARCHES, 1L, SENDS_OF_BOB, 1L)))
        .isEqualTo(Map.of(SENDS, 4L, SEARCHES, 2L, SENDS_OF_BOB, 1L));
  }

  @Test
  default void givenNothingSpent_whenAdded_thenThereIsNothingToLearn() {
    assertThat(nodes().get(0).add(Map.of())).isEmpty();
  }

  @Test
  default void givenThreeNodesAtOnce_whenTheySpend_thenNothingIsLost() {
    Map<Account, Long> spent = new HashMap<>();
    for (int id = 1; id <= 200; id++) {
      spent.put(new Account(LimitedAction.SEND, new UserId(id)), 1L);
    }
    for (int round = 0; round < 10; round++) {
      Concurrently.call(3, node -> nodes().get(node).add(spent));
    }

    Map<Account, Long> after = nodes().get(0).add(spent);

    assertThat(after).hasSize(200);
    assertThat(after.values()).containsOnly(31L);
  }
}
