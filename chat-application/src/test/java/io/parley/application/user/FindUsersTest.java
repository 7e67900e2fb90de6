package io.parley.application.user;

import static io.parley.testkit.fixture.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.adapter.memory.MemoryStores;
import io.parley.adapter.memory.MemoryUserDirectory;
import io.parley.adapter.memory.MemoryUserKeys;
import io.parley.application.user.FindUsers.NumberedUser;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import io.parley.testkit.fixture.Fixture;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindUsersTest {
  private static final UserKey ADA = new UserKey("ada");
  private static final UserKey BEN = new UserKey("ben");
  private static final UserKey CEM = new UserKey("cem");

  private final MemoryStores stores =
      MemoryStores.create(new MemoryUserDirectory(Fixture.users()), Clock.systemUTC());
  private final MemoryUserKeys keys = new MemoryUserKeys();
  private final FindUsers findUsers = new FindUsers(UserKeyForm.TEXT, keys, stores.conversations());

  @BeforeEach
  void giveNumbers() {
    assertThat(keys.assign(Set.of(ADA, BEN, CEM))).hasSize(3);
  }

  private UserId id(UserKey key) {
    return keys.assign(key);
  }

  private NumberedUser numbered(UserKey key) {
    return new NumberedUser(id(key), key);
  }

  @Test
  void givenKeys_whenAskedFor_thenTheirNumbersAreToldInThatOrderOnce() {
    assertThat(findUsers.byKeys(List.of("cem", "nobody", "ada", "cem")))
        .containsExactly(numbered(CEM), numbered(ADA));
  }

  @Test
  void givenUnknownKeys_whenAskedFor_thenTheyGetNoNumber() {
    assertThat(findUsers.byKeys(List.of("nobody"))).isEmpty();

    assertThat(keys.find(Set.of(new UserKey("nobody")))).isEmpty();
  }

  @Test
  void givenNumbers_whenAskedFor_thenOnlyThoseOfPartnersAndOnesOwnHaveKeys() {
    var unused = await(stores.messages().append(MessageDraft.of(id(BEN), id(ADA), "Hello")));
    Set<UserId> all = new LinkedHashSet<>(List.of(id(CEM), id(BEN), id(ADA), Fixture.NOBODY));

    assertThat(findUsers.byIds(id(ADA), all)).containsExactly(numbered(BEN), numbered(ADA));
    assertThat(findUsers.byIds(id(CEM), all)).containsExactly(numbered(CEM));
  }

  @Test
  void givenTooMany_whenAskedFor_thenItIsRefused() {
    List<String> many = Collections.nCopies(FindUsers.MAX_USERS + 1, "ada");
    Set<UserId> ids =
        LongStream.rangeClosed(1, FindUsers.MAX_USERS + 1)
            .mapToObj(UserId::new)
            .collect(Collectors.toSet());

    assertThatThrownBy(() -> findUsers.byKeys(many)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> findUsers.byIds(id(ADA), ids))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void givenUuidsOfAHost_whenSomethingElseIsAskedFor_thenItIsRefused() {
    FindUsers byUuid = new FindUsers(UserKeyForm.UUID, keys, stores.conversations());

    assertThatThrownBy(() -> byUuid.byKeys(List.of("ada")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("keys must be a UUID");
  }

  @Test
  void givenTheHost_whenItNamesAUserWhoIsNewHere_thenHeHasANumberFromThenOn() {
    UserKey late = findUsers.requireKey("id", "late");

    UserId number = findUsers.ofHost(late);

    assertThat(findUsers.ofHost(late)).isEqualTo(number);
    assertThat(keys.find(Set.of(late))).isEqualTo(Map.of(late, number));
  }

  @Test
  void givenHostWithNumbers_whenAskedFor_thenEachIsItsOwn() {
    FindUsers byNumber =
        new FindUsers(UserKeyForm.NUMBER, new NumberKeys(), stores.conversations());

    assertThat(byNumber.byKeys(List.of("7", "08")))
        .containsExactly(
            new NumberedUser(new UserId(7), new UserKey("7")),
            new NumberedUser(new UserId(8), new UserKey("8")));
    assertThat(new NumberKeys().assign(Set.of(ADA))).isEmpty();
  }
}
