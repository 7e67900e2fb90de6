package io.parley.bench.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attack against a server without any defence, to see that it would be found. */
class AttackTest {
  private static final Duration LENGTH = Duration.ofMillis(500);
  private static final String CANARY = "canary-of-the-test";

  /** Those for which there is an answer that must not be; the others only ask for very much. */
  static Stream<Attack> prying() {
    return Stream.of(
        new ForgedTokens(),
        new CrossSite(),
        new RoomGuessing(),
        new IdEnumeration(),
        new Injection(),
        new HeaderAndLogInjection(),
        new DecompressionBomb(),
        new Oversized());
  }

  static Stream<Attack> greedy() {
    return Stream.of(
        new TinyFrames(),
        new UnauthenticatedSockets(20),
        SocketFlood.ofMessages(2),
        new SearchFlood(2),
        SocketFlood.ofTyping(2));
  }

  static Stream<Attack> all() {
    return Stream.concat(prying(), greedy());
  }

  @ParameterizedTest
  @MethodSource("prying")
  void givenAServerThatGrantsEverything_whenAttacked_thenThatIsFound(Attack attack)
      throws Exception {
    try (YesMan server = YesMan.granting("anything")) {
      assertThat(attacked(server, attack).granted()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("greedy")
  void givenAServerThatTellsWhatIsOthers_whenAttacked_thenThatIsFound(Attack attack)
      throws Exception {
    try (YesMan server = YesMan.granting(CANARY)) {
      assertThat(attacked(server, attack).granted()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void givenAServerThatFails_whenAttacked_thenThatIsFound(Attack attack) throws Exception {
    try (YesMan server = YesMan.failing()) {
      assertThat(attacked(server, attack).broken()).isPositive();
    }
  }

  private static Tally attacked(YesMan server, Attack attack) throws InterruptedException {
    Tally tally = new Tally(CANARY);
    var prey = new Target.Prey(1, 2, 1, 1, CANARY);
    var target =
        new Target(
            server.address(),
            "secret-of-the-test-secret-of-the-test",
            id -> "token-" + id,
            prey,
            List.of(3L, 4L, 5L),
            List.of(7L));
    try {
      attack.run(target, tally, Deadline.in(LENGTH));
    } catch (IOException hungUp) {
      // whatever was found until then counts
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return tally;
  }
}
