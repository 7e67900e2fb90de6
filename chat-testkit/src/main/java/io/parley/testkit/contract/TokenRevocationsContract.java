package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.TokenRevocations;
import io.parley.domain.port.TokenRevocations.Revoked;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link TokenRevocations} promises. */
public interface TokenRevocationsContract {
  Instant MOMENT = Instant.parse("2026-05-04T03:02:01.123456Z");

  /** The revocations as two nodes see them; there are none when the test begins. */
  List<TokenRevocations> nodes();

  @Test
  default void givenNoRevocation_whenLookedAt_thenThereIsNone() {
    TokenRevocations node = nodes().get(0);

    assertThat(node.since(TokenRevocations.BEGINNING).notBefore()).isEmpty();
  }

  @Test
  default void givenLookOfOneNode_whenAnotherRevokes_thenTheNextLookFindsIt() {
    TokenRevocations one = nodes().get(0);
    TokenRevocations two = nodes().get(1);
    Revoked first = one.since(TokenRevocations.BEGINNING);

    Instant held = two.revoke(ALICE, MOMENT);

    assertThat(held).isEqualTo(MOMENT);
    assertThat(one.since(first.mark()).notBefore()).isEqualTo(Map.of(ALICE, MOMENT));
    assertThat(two.since(TokenRevocations.BEGINNING).notBefore()).isEqualTo(Map.of(ALICE, MOMENT));
  }

  @Test
  default void givenRevocation_whenAnEarlierMomentIsNamed_thenTheLaterOneHolds() {
    TokenRevocations node = nodes().get(0);
    node.revoke(ALICE, MOMENT);

    assertThat(node.revoke(ALICE, MOMENT.minusSeconds(5))).isEqualTo(MOMENT);
    assertThat(node.since(TokenRevocations.BEGINNING).notBefore()).isEqualTo(Map.of(ALICE, MOMENT));
  }

  @Test
  default void givenRevocation_whenALaterMomentIsNamed_thenItHoldsAndIsTold() {
    TokenRevocations node = nodes().get(0);
    node.revoke(ALICE, MOMENT);
    node.revoke(BOB, MOMENT);
    long mark = node.since(TokenRevocations.BEGINNING).mark();

    assertThat(node.revoke(ALICE, MOMENT.plusSeconds(5))).isEqualTo(MOMENT.plusSeconds(5));
    assertThat(node.since(mark).notBefore()).containsEntry(ALICE, MOMENT.plusSeconds(5));
  }
}
