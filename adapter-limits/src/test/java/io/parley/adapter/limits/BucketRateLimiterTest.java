package io.parley.adapter.limits;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.parley.adapter.memory.MemorySpendingLedger;
import io.parley.domain.error.RateLimitedException;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.SpendingLedger;
import io.parley.testkit.fixture.ManualTimer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BucketRateLimiterTest {
  private static final Account SENDS = new Account(LimitedAction.SEND, ALICE);
  private static final Account SEARCHES = new Account(LimitedAction.SEARCH, ALICE);
  private static final Account SENDS_OF_BOB = new Account(LimitedAction.SEND, BOB);

  private final ManualTimer time = new ManualTimer();
  private final BucketRateLimiter limiter = limiter();

  private BucketRateLimiter limiter() {
    return new BucketRateLimiter(
        Map.of(LimitedAction.SEND, new Limit(10, 20), LimitedAction.SEARCH, new Limit(1, 2)),
        Map.of(LimitedAction.CONNECT, new Limit(2, 4)),
        time::nanoTime);
  }

  /** How many of some uses are not refused. */
  private static int spent(BucketRateLimiter limiter, Account account, int uses) {
    int accepted = 0;
    for (int i = 0; i < uses; i++) {
      try {
        limiter.spend(account);
        accepted++;
      } catch (RateLimitedException refused) {
        // it is not counted
      }
    }
    return accepted;
  }

  @Test
  void givenBurst_whenSpent_thenTheRestIsRefusedUntilThereIsMore() {
    assertThat(spent(limiter, SENDS, 50)).isEqualTo(20);

    time.advance(Duration.ofMillis(500));
    assertThat(spent(limiter, SENDS, 50)).isEqualTo(5);

    time.advance(Duration.ofHours(1));
    assertThat(spent(limiter, SENDS, 50)).isEqualTo(20);
  }

  @Test
  void givenNothingLeft_whenRefused_thenItIsSaidWhenThereIsMore() {
    spent(limiter, SEARCHES, 2);
    time.advance(Duration.ofMillis(300));

    RateLimitedException refused =
        catchThrowableOfType(RateLimitedException.class, () -> limiter.spend(SEARCHES));

    assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(700));
  }

  @Test
  void givenOneUserWithNothingLeft_whenOthersAndOtherThingsAreSpent_thenTheyAreNot() {
    spent(limiter, SENDS, 50);

    assertThat(spent(limiter, SENDS_OF_BOB, 50)).isEqualTo(20);
    assertThat(spent(limiter, SEARCHES, 50)).isEqualTo(2);
  }

  @Test
  void givenNoLimit_whenSpent_thenNothingIsRefused() {
    assertThat(spent(limiter, new Account(LimitedAction.TYPING, ALICE), 10_000)).isEqualTo(10_000);
  }

  @Test
  void givenAddress_whenItsLimitIsReached_thenOtherAddressesAreNotRefused() {
    for (int i = 0; i < 4; i++) {
      limiter.spend(LimitedAction.CONNECT, "192.0.2.1");
    }

    assertThat(
            catchThrowableOfType(
                RateLimitedException.class,
                () -> limiter.spend(LimitedAction.CONNECT, "192.0.2.1")))
        .isNotNull();
    assertThatCode(() -> limiter.spend(LimitedAction.CONNECT, "192.0.2.2"))
        .doesNotThrowAnyException();
  }

  @Test
  void givenAddressesOfOneIpv6Network_whenItsLimitIsReached_thenAllOfItsAreRefused() {
    for (int i = 0; i < 4; i++) {
      limiter.spend(LimitedAction.CONNECT, "2001:db8::" + i);
    }

    assertThat(
            catchThrowableOfType(
                RateLimitedException.class,
                () -> limiter.spend(LimitedAction.CONNECT, "2001:db8::4")))
        .isNotNull();
    assertThatCode(() -> limiter.spend(LimitedAction.CONNECT, "2001:db8:0:1::4"))
        .doesNotThrowAnyException();
  }

  @Test
  void givenUserOnTwoNodes_whenTheyExchange_thenHeHasOneLimit() {
    SpendingLedger ledger = new MemorySpendingLedger();
    BucketRateLimiter other = limiter();
    int accepted = 0;
    for (int second = 0; second < 60; second++) {
      limiter.exchange(ledger);
      other.exchange(ledger);
      accepted += spent(limiter, SENDS, 50) + spent(other, SENDS, 50);
      time.advance(Duration.ofSeconds(1));
    }

    // ten a second, and what each node has at the beginning
    assertThat(accepted).isBetween(600, 600 + 2 * 20 + 2 * 10);
  }

  @Test
  void givenUserOnTwoNodesBelowHisLimit_whenTheyExchange_thenNothingIsRefused() {
    SpendingLedger ledger = new MemorySpendingLedger();
    BucketRateLimiter other = limiter();
    for (int second = 0; second < 60; second++) {
      limiter.exchange(ledger);
      other.exchange(ledger);
      assertThat(spent(limiter, SENDS, 5)).isEqualTo(5);
      assertThat(spent(other, SENDS, 5)).isEqualTo(5);
      time.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void givenLongAbsence_whenAUserIsBack_thenWhatHeSpentElsewhereMeanwhileIsForgiven() {
    SpendingLedger ledger = new MemorySpendingLedger();
    limiter.exchange(ledger);
    spent(limiter, SENDS, 1);
    limiter.exchange(ledger);
    ledger.add(Map.of(SENDS, 100_000L));
    time.advance(Duration.ofMinutes(1));

    spent(limiter, SENDS, 1);
    limiter.exchange(ledger);

    assertThat(spent(limiter, SENDS, 50)).isEqualTo(19);
  }
}
