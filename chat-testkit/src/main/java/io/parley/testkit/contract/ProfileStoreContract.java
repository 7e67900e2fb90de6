package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.ProfileStore;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.ProfileUpdate;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What {@link ProfileStore} promises. */
public interface ProfileStoreContract {
  Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  /** The store under test, the same one all through a test; empty when it begins. */
  ProfileStore profiles();

  /** Shows what is stored at that moment, and remembers nothing. */
  UserDirectory directory();

  private Optional<User> stored(UserId id) {
    return Optional.ofNullable(directory().find(Set.of(id)).get(id));
  }

  private static ProfileUpdate named(String name, Instant saidAt) {
    return new ProfileUpdate(
        ALICE, Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), saidAt);
  }

  @Test
  default void givenNewUsers_whenTheyAreStored_thenTheyExist() {
    assertThat(stored(ALICE)).isEmpty();

    profiles().store(List.of(ProfileUpdate.of(user(BOB), NOW), ProfileUpdate.of(user(ALICE), NOW)));

    assertThat(directory().find(Set.of(ALICE, BOB)))
        .isEqualTo(Map.of(ALICE, user(ALICE), BOB, user(BOB)));
  }

  @Test
  default void givenNobody_whenStored_thenNothingHappens() {
    profiles().store(List.of());

    assertThat(stored(ALICE)).isEmpty();
  }

  @Test
  default void givenUser_whenSomethingNewIsSaid_thenTheRestStays() {
    profiles().store(List.of(ProfileUpdate.of(user(ALICE), NOW)));

    profiles().store(List.of(named("Alice Liddell", NOW.plusSeconds(1))));

    User alice = user(ALICE);
    assertThat(stored(ALICE))
        .contains(
            new User(
                ALICE,
                "Alice Liddell",
                alice.username(),
                alice.profileName(),
                alice.profilePhoto()));
  }

  @Test
  default void givenUser_whenSomethingOlderIsSaid_thenNothingChanges() {
    profiles().store(List.of(named("New", NOW)));

    profiles().store(List.of(named("Old", NOW.minusSeconds(1))));

    assertThat(stored(ALICE).map(User::name)).contains("New");
  }

  @Test
  default void givenUserWithAPhoto_whenAllThatIsKnownHasNone_thenItIsGone() {
    profiles().store(List.of(ProfileUpdate.of(user(ALICE), NOW)));
    assertThat(stored(ALICE).flatMap(User::profilePhoto)).isPresent();

    profiles()
        .store(
            List.of(
                ProfileUpdate.of(
                    new User(ALICE, "Alice", "", "", Optional.empty()), NOW.plusSeconds(1))));

    assertThat(stored(ALICE)).contains(new User(ALICE, "Alice", "", "", Optional.empty()));
  }

  @Test
  default void givenUserOfWhomNothingIsSaid_whenStored_thenHeExists() {
    profiles()
        .store(
            List.of(
                new ProfileUpdate(
                    ALICE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    NOW)));

    assertThat(stored(ALICE)).contains(new User(ALICE, "", "", "", Optional.empty()));
  }

  @Test
  default void givenUsers_whenSomeAreRemoved_thenOnlyTheOthersExist() {
    profiles().store(List.of(ProfileUpdate.of(user(BOB), NOW), ProfileUpdate.of(user(ALICE), NOW)));

    profiles().remove(Set.of(ALICE, new UserId(4_711)), NOW);
    profiles().remove(Set.of(), NOW);

    assertThat(stored(ALICE)).isEmpty();
    assertThat(stored(BOB)).isPresent();
  }

  @Test
  default void givenUserOfWhomSomethingLaterIsKnown_whenRemovedAsOfEarlier_thenHeStays() {
    profiles().store(List.of(named("Back again", NOW)));

    profiles().remove(Set.of(ALICE), NOW.minusSeconds(1));

    assertThat(stored(ALICE).map(User::name)).contains("Back again");
  }

  @Test
  default void givenRemovedUser_whenStoredAgain_thenNothingOfBeforeIsKnown() {
    profiles().store(List.of(ProfileUpdate.of(user(ALICE), NOW)));
    profiles().remove(Set.of(ALICE), NOW);

    profiles().store(List.of(named("Alice the Second", NOW)));

    assertThat(stored(ALICE))
        .contains(new User(ALICE, "Alice the Second", "", "", Optional.empty()));
  }

  @Test
  default void givenManyThreads_whenTheyStoreTheSameUsersAtOnce_thenTheNewestIsKnown() {
    List<Integer> unused =
        Concurrently.call(
            16,
            thread -> {
              profiles()
                  .store(
                      LongStream.rangeClosed(1, 20)
                          .map(id -> thread % 2 == 0 ? id : 21 - id)
                          .mapToObj(id -> numbered(new UserId(id), thread))
                          .toList());
              return thread;
            });

    for (long id = 1; id <= 20; id++) {
      assertThat(stored(new UserId(id)).map(User::name)).contains("15");
    }
  }

  private static ProfileUpdate numbered(UserId id, int number) {
    return ProfileUpdate.of(
        new User(id, String.valueOf(number), "", "", Optional.empty()), NOW.plusSeconds(number));
  }
}
