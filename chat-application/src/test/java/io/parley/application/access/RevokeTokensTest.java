package io.parley.application.access;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.adapter.memory.MemoryTokenRevocations;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.TokenRevocations;
import io.parley.domain.port.TokenVerifier.Credential;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.ManualTimer;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevokeTokensTest {
  private final ManualTimer timer = new ManualTimer();
  private final FailingRevocations store = new FailingRevocations();
  private final RevokeTokens here = new RevokeTokens(store, timer.clock());
  private final RevokeTokens there = new RevokeTokens(store, timer.clock());

  private static Credential issued(UserId user, Instant at) {
    return new Credential(user, Optional.of(at), Optional.empty());
  }

  @Test
  void givenRevocationNow_whenTokensAreLookedAt_thenThoseIssuedUntilThisSecondAreVoid() {
    Instant held = here.revokeAll(ALICE);

    assertThat(held).isEqualTo(timer.now());
    assertThat(here.covers(issued(ALICE, timer.now().minusSeconds(3_600)))).isTrue();
    assertThat(here.covers(issued(ALICE, timer.now()))).isTrue();
    assertThat(here.covers(issued(ALICE, timer.now().plusSeconds(1)))).isFalse();
    assertThat(here.covers(issued(BOB, timer.now().minusSeconds(3_600)))).isFalse();
  }

  @Test
  void givenTokenOfTheFuture_whenAnythingWasRevoked_thenItIsVoid() {
    Instant far = timer.now().plusSeconds(31);
    assertThat(here.covers(issued(ALICE, far))).isFalse();

    here.revokeAll(ALICE);

    assertThat(here.covers(issued(ALICE, far))).isTrue();
    assertThat(here.covers(issued(ALICE, far.minusSeconds(1)))).isFalse();
  }

  @Test
  void givenTokenThatDoesNotSayWhenItWasIssued_whenAnythingWasRevoked_thenItIsVoid() {
    Credential silent = new Credential(ALICE, Optional.empty(), Optional.empty());
    assertThat(here.covers(silent)).isFalse();

    here.revokeUntil(ALICE, timer.now().minusSeconds(3_600));

    assertThat(here.covers(silent)).isTrue();
  }

  @Test
  void givenMomentToCome_whenRevoked_thenItIsRefused() {
    assertThatThrownBy(() -> here.revokeUntil(ALICE, timer.now().plusMillis(30_001)))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void givenTwoNodes_whenOneRevokes_thenTheOtherKnowsWithItsNextLook() {
    there.look();
    here.revokeAll(ALICE);
    assertThat(there.covers(issued(ALICE, timer.now()))).isFalse();

    there.look();

    assertThat(there.covers(issued(ALICE, Instant.EPOCH))).isTrue();
  }

  @Test
  void givenRevocationsOfBefore_whenANodeStarts_thenItKnowsThem() {
    here.revokeAll(ALICE);

    there.look();

    assertThat(there.covers(issued(ALICE, Instant.EPOCH))).isTrue();
  }

  @Test
  void givenStoreThatIsAwayForAWhile_whenItIsBack_thenNothingWasSkipped() {
    there.look();
    here.revokeAll(ALICE);
    store.away = true;
    assertThatThrownBy(there::look).isInstanceOf(StoreUnavailableException.class);
    store.away = false;

    there.look();

    assertThat(there.covers(issued(ALICE, Instant.EPOCH))).isTrue();
  }

  @Test
  void givenStoreThatIsAway_whenRevoked_thenNothingIsClaimed() {
    store.away = true;

    assertThatThrownBy(() -> here.revokeAll(ALICE)).isInstanceOf(StoreUnavailableException.class);
    assertThat(here.covers(issued(ALICE, timer.now()))).isFalse();
  }

  @Test
  void givenRevokedToken_whenVerified_thenItIsRefusedLikeAnyOther() {
    Credential credential = issued(ALICE, timer.now());
    RevocableTokens tokens = new RevocableTokens(token -> credential, here);
    assertThat(tokens.verify("a token")).isEqualTo(credential);
    assertThat(await(tokens.whenVerified("a token"))).isEqualTo(credential);

    here.revokeAll(ALICE);

    assertThat(tokens.isRevoked(credential)).isTrue();
    assertThatThrownBy(() -> tokens.verify("a token"))
        .isInstanceOfSatisfying(
            ChatException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_TOKEN));
    assertThat(refusalOf(tokens.whenVerified("a token"))).isEqualTo(ErrorCode.INVALID_TOKEN);
  }

  /** A store that may be away. */
  private static final class FailingRevocations implements TokenRevocations {
    private final TokenRevocations store = new MemoryTokenRevocations();
    private boolean away;

    private void requireHere() {
      if (away) {
        throw new StoreUnavailableException("away");
      }
    }

    @Override
    public Instant revoke(UserId user, Instant notBefore) {
      requireHere();
      return store.revoke(user, notBefore);
    }

    @Override
    public Revoked since(long mark) {
      requireHere();
      return store.since(mark);
    }
  }
}
