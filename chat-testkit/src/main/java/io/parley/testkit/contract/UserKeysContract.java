package io.parley.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.testkit.fixture.Concurrently;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link UserKeys} promises. */
public interface UserKeysContract {
  UserKey ADA = new UserKey("3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c11");
  UserKey BEN = new UserKey("İstanbul|7, \"'ß%_\\ \uD83D\uDE00");
  UserKey CEM = new UserKey("auth0|" + "x".repeat(UserKey.MAX_CHARACTERS - 6));

  /** Two nodes on the same, empty keys, the same ones all through a test. */
  List<UserKeys> nodes();

  private UserKeys keys() {
    return nodes().get(0);
  }

  @Test
  default void givenNewKeys_whenNumbersAreAssigned_thenEachHasOneOfItsOwn() {
    Map<UserKey, UserId> numbers = keys().assign(Set.of(ADA, BEN, CEM));

    assertThat(numbers).containsOnlyKeys(ADA, BEN, CEM);
    assertThat(new HashSet<>(numbers.values())).hasSize(3);
  }

  @Test
  default void givenKeysWithNumbers_whenMoreAreAssigned_thenTheyKeepTheirs() {
    Map<UserKey, UserId> first = keys().assign(Set.of(BEN));

    Map<UserKey, UserId> all = nodes().get(1).assign(Set.of(ADA, BEN));

    assertThat(all).containsOnlyKeys(ADA, BEN).containsAllEntriesOf(first);
    assertThat(keys().assign(Set.of(ADA, BEN))).isEqualTo(all);
  }

  @Test
  default void givenKeysOneAfterTheOther_whenAssigned_thenLaterOnesHaveGreaterNumbers() {
    UserId first = keys().assign(CEM);

    assertThat(nodes().get(1).assign(ADA)).isGreaterThan(first);
  }

  @Test
  default void givenKnownAndUnknownKeys_whenLookedFor_thenOnlyTheKnownAreFound() {
    Map<UserKey, UserId> known = keys().assign(Set.of(ADA));

    assertThat(nodes().get(1).find(Set.of(ADA, BEN))).isEqualTo(known);
    assertThat(keys().find(Set.of(BEN))).isEmpty();
    assertThat(keys().find(Set.of())).isEmpty();
  }

  @Test
  default void givenKeysThatDifferInCaseOnly_whenAssigned_thenTheyAreTwo() {
    UserKey upper = new UserKey("A");
    UserKey lower = new UserKey("a");

    assertThat(keys().assign(upper)).isNotEqualTo(keys().assign(lower));
  }

  @Test
  default void givenNumbers_whenTheirKeysAreAskedFor_thenTheyAreTold() {
    UserId ada = keys().assign(ADA);
    UserId ben = keys().assign(BEN);

    Map<UserId, UserKey> told = nodes().get(1).keysOf(Set.of(ada, ben, new UserId(Long.MAX_VALUE)));

    assertThat(told).isEqualTo(Map.of(ada, ADA, ben, BEN));
    assertThat(keys().keysOf(Set.of())).isEmpty();
  }

  @Test
  default void givenManyThreads_whenTheyAssignTheSameKeysAtOnce_thenAllGetTheSameNumbers() {
    Set<UserKey> same =
        IntStream.range(0, 50)
            .mapToObj(number -> new UserKey("user-" + number))
            .collect(Collectors.toSet());

    List<Map<UserKey, UserId>> answers =
        Concurrently.call(16, thread -> nodes().get(thread % 2).assign(same));

    assertThat(answers).allSatisfy(answer -> assertThat(answer).isEqualTo(answers.get(0)));
    assertThat(new HashSet<>(answers.get(0).values())).hasSize(same.size());
  }
}
