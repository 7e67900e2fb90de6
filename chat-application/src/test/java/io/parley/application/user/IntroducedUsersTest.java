package io.parley.application.user;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.user;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.memory.MemoryProfiles;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.HostUsers;
import io.parley.domain.user.ProfileUpdate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class IntroducedUsersTest {
  private final MemoryProfiles profiles = new MemoryProfiles();

  private IntroducedUsers over(HostUsers host) {
    Clock clock = Clock.systemUTC();
    return new IntroducedUsers(
        profiles,
        new IntroduceUsers(host, new NumberKeys(), profiles, profiles, Runnable::run, clock));
  }

  @Test
  void givenSomebodyNew_whenLookedFor_thenTheHostIsAskedForHim() {
    IntroducedUsers users =
        over(asked -> CompletableFuture.completedStage(Map.of(ALICE, user(ALICE))));

    assertThat(users.find(Set.of(ALICE, BOB))).isEqualTo(Map.of(ALICE, user(ALICE)));
  }

  @Test
  void givenHostThatIsAway_whenLookedFor_thenOnlyTheStoredAreFound() {
    profiles.store(List.of(ProfileUpdate.of(user(ALICE), Clock.systemUTC().instant())));
    IntroducedUsers users =
        over(asked -> CompletableFuture.failedStage(new StoreUnavailableException("planned")));

    assertThat(users.find(Set.of(ALICE))).containsOnlyKeys(ALICE);
    assertThat(refusalOf(() -> users.find(Set.of(ALICE, BOB))))
        .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    assertThat(users.find(Set.of(ALICE))).as("nobody waits any more").containsOnlyKeys(ALICE);
  }
}
