package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static io.parley.testkit.fixture.Fixture.user;
import static io.parley.testkit.fixture.Fixture.users;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@link UserDirectory} promises. */
public interface UserDirectoryContract {
  /**
   * The directory under test, the same one all through a test; it knows exactly {@link
   * io.parley.testkit.fixture.Fixture#users()} when the test begins.
   */
  UserDirectory directory();

  /** Lets the host application have one more user. */
  void hostAdds(User user);

  @Test
  default void givenUsers_whenLookedFor_thenTheyAreFoundAsTheHostKnowsThem() {
    assertThat(directory().find(Set.of(ALICE, BOB)))
        .isEqualTo(Map.of(ALICE, user(ALICE), BOB, user(BOB)));
  }

  @Test
  default void givenUnknownIds_whenLookedFor_thenTheyAreNotInTheAnswer() {
    assertThat(directory().find(Set.of(NOBODY, ALICE, new UserId(Long.MAX_VALUE))))
        .isEqualTo(Map.of(ALICE, user(ALICE)));
    assertThat(directory().find(Set.of(NOBODY))).isEmpty();
  }

  @Test
  default void givenNoIds_whenLookedFor_thenTheAnswerIsEmpty() {
    assertThat(directory().find(Set.of())).isEmpty();
  }

  @Test
  default void givenAllUsers_whenLookedForAtOnceAndAgain_thenAllAreFound() {
    Map<UserId, User> all =
        users().stream().collect(Collectors.toMap(User::id, Function.identity()));

    assertThat(directory().find(all.keySet())).isEqualTo(all);
    assertThat(directory().find(all.keySet())).isEqualTo(all);
  }

  @Test
  default void givenUserWhoWasNotFound_whenTheHostAddsHim_thenHeIsFoundAtOnce() {
    User late = new User(NOBODY, "Late", "late", "Late Comer", Optional.empty());
    assertThat(directory().find(Set.of(NOBODY))).isEmpty();

    hostAdds(late);

    assertThat(directory().find(Set.of(NOBODY, ALICE)))
        .isEqualTo(Map.of(NOBODY, late, ALICE, user(ALICE)));
  }

  @Test
  default void givenManyThreads_whenTheyLookUsersUp_thenEachFindsItsOwn() {
    List<Map<UserId, User>> found =
        Concurrently.call(16, thread -> directory().find(Set.of(new UserId(thread + 1L), NOBODY)));

    for (int thread = 0; thread < found.size(); thread++) {
      UserId id = new UserId(thread + 1L);
      assertThat(found.get(thread)).isEqualTo(Map.of(id, user(id)));
    }
  }
}
