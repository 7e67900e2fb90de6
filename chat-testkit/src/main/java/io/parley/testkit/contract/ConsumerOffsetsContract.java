package io.parley.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.ConsumerOffsets;
import io.parley.domain.port.MessageLog.Position;
import io.parley.testkit.fixture.Concurrently;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link ConsumerOffsets} promises. */
public interface ConsumerOffsetsContract {
  Duration LONG = Duration.ofMinutes(10);
  Position BEGINNING = new Position(7, 3, "here");
  Position FURTHER = new Position(8, 3, "there");
  UUID ONE = new UUID(1, 1);
  UUID TWO = new UUID(2, 2);

  /** Offsets as two nodes see them; there are none when the test begins. */
  List<ConsumerOffsets> nodes();

  private ConsumerOffsets one() {
    return nodes().get(0);
  }

  private ConsumerOffsets two() {
    return nodes().get(1);
  }

  @Test
  default void givenNewConsumer_whenClaimed_thenItStandsAtTheBeginning() {
    assertThat(one().claim("mail", ONE, BEGINNING, LONG)).contains(BEGINNING);
  }

  @Test
  default void givenClaim_whenAnotherNodeClaims_thenItDoesNotGetIt() {
    one().claim("mail", ONE, BEGINNING, LONG);

    assertThat(two().claim("mail", TWO, FURTHER, LONG)).isEmpty();
    assertThat(two().move("mail", TWO, FURTHER)).isFalse();
    two().release("mail", TWO);
    assertThat(one().claim("mail", ONE, BEGINNING, LONG)).contains(BEGINNING);
  }

  @Test
  default void givenClaimOfOneConsumer_whenAnotherIsClaimed_thenTheyAreTwo() {
    one().claim("mail", ONE, BEGINNING, LONG);

    assertThat(two().claim("post", TWO, FURTHER, LONG)).contains(FURTHER);
  }

  @Test
  default void givenConsumerThatWasMovedAndReleased_whenAnotherNodeClaims_thenItGoesOnFromThere() {
    one().claim("mail", ONE, BEGINNING, LONG);
    assertThat(one().move("mail", ONE, FURTHER)).isTrue();
    one().release("mail", ONE);

    assertThat(two().claim("mail", TWO, BEGINNING, LONG)).contains(FURTHER);
    assertThat(one().move("mail", ONE, BEGINNING)).isFalse();
  }

  @Test
  default void givenClaimWhoseTermIsOver_whenAnotherNodeClaims_thenItIsIts() {
    one().claim("mail", ONE, BEGINNING, Duration.ZERO);

    assertThat(two().claim("mail", TWO, BEGINNING, LONG)).contains(BEGINNING);
    assertThat(one().move("mail", ONE, FURTHER)).isFalse();
  }

  @Test
  default void givenClaim_whenTheConsumerIsReset_thenTheNodeLosesItAndItGoesOnFromThere() {
    one().claim("mail", ONE, FURTHER, LONG);

    two().reset("mail", BEGINNING);

    assertThat(one().move("mail", ONE, FURTHER)).isFalse();
    assertThat(one().claim("mail", ONE, FURTHER, LONG)).contains(BEGINNING);
  }

  @Test
  default void givenConsumerThatIsNew_whenReset_thenItStandsThere() {
    one().reset("mail", FURTHER);

    assertThat(two().claim("mail", TWO, BEGINNING, LONG)).contains(FURTHER);
  }

  @Test
  default void givenManyNodesAtOnce_whenTheyClaim_thenOneHasIt() {
    List<Optional<Position>> claims =
        Concurrently.call(
            8, i -> nodes().get(i % 2).claim("mail", new UUID(0, i), BEGINNING, LONG));

    assertThat(claims).containsOnlyOnce(Optional.of(BEGINNING));
  }
}
