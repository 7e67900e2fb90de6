package io.parley.application.user;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.adapter.memory.MemoryProfiles;
import io.parley.adapter.memory.MemoryUserKeys;
import io.parley.application.ManualWorker;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.ProfileStore;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.Bearer;
import io.parley.domain.user.ProfileUpdate;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.testkit.fixture.ManualTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmitUsersTest {
  private final ManualTimer timer = new ManualTimer();
  private final ManualWorker worker = new ManualWorker();
  private final WatchedKeys keys = new WatchedKeys();
  private final WatchedProfiles profiles = new WatchedProfiles();
  private final AdmitUsers numbersOnly =
      new AdmitUsers(keys, Optional.empty(), worker, timer.clock());
  private final AdmitUsers believing =
      new AdmitUsers(keys, Optional.of(profiles), worker, timer.clock());

  private Bearer bearer(String key, String name) {
    return bearer(key, name, timer.now());
  }

  private static Bearer bearer(String key, String name, Instant issuedAt) {
    return new Bearer(
        new UserKey(key),
        Optional.of(issuedAt),
        Optional.of(name),
        Optional.empty(),
        Optional.empty());
  }

  private CompletableFuture<UserId> admitted(AdmitUsers users, Bearer bearer) {
    CompletableFuture<UserId> user = users.admit(bearer).toCompletableFuture();
    worker.run();
    return user;
  }

  private String nameOf(UserId id) {
    return requireNonNull(profiles.stored.find(Set.of(id)).get(id)).name();
  }

  @Test
  void givenNewKey_whenAdmitted_thenTheCallerDoesNotWaitForTheStore() {
    CompletableFuture<UserId> user = numbersOnly.admit(bearer("ada", "Ada")).toCompletableFuture();

    assertThat(user).isNotDone();
    assertThat(keys.questions).isEmpty();

    worker.run();

    assertThat(await(user)).isEqualTo(keys.numberOf("ada"));
  }

  @Test
  void givenKeyThatWasHere_whenAdmittedAgain_thenTheStoreIsNotAsked() {
    UserId first = await(admitted(numbersOnly, bearer("ada", "Ada")));
    keys.questions.clear();

    CompletableFuture<UserId> again =
        numbersOnly.admit(bearer("ada", "Countess Ada")).toCompletableFuture();

    assertThat(again).isCompletedWithValue(first);
    assertThat(worker.waiting()).isZero();
    assertThat(keys.questions).isEmpty();
    assertThat(profiles.stores).isEmpty();
  }

  @Test
  void givenManyWhoComeAtOnce_whenAdmitted_thenTheyCostAFewQuestions() {
    List<CompletableFuture<UserId>> users =
        IntStream.range(0, 1_000)
            .mapToObj(
                number ->
                    believing.admit(bearer("user" + number % 900, "Name")).toCompletableFuture())
            .toList();

    worker.run();

    assertThat(users).allSatisfy(user -> assertThat(user).isCompleted());
    assertThat(Set.copyOf(users.stream().map(CompletableFuture::join).toList())).hasSize(900);
    assertThat(keys.questions).hasSize(2);
    assertThat(profiles.stores).hasSize(2);
  }

  @Test
  void givenNewUser_whenHisTokenIsBelieved_thenHeExistsBeforeHeIsLetIn() {
    CompletableFuture<String> nameWhenLetIn =
        believing.admit(bearer("ada", "Ada")).thenApply(this::nameOf).toCompletableFuture();

    worker.run();

    assertThat(await(nameWhenLetIn)).isEqualTo("Ada");
  }

  @Test
  void givenUser_whenHisNameChanges_thenItIsStoredOnce() {
    UserId ada = await(admitted(believing, bearer("ada", "Ada")));
    timer.advance(Duration.ofSeconds(60));

    assertThat(await(admitted(believing, bearer("ada", "Countess")))).isEqualTo(ada);
    assertThat(await(admitted(believing, bearer("ada", "Countess")))).isEqualTo(ada);

    assertThat(nameOf(ada)).isEqualTo("Countess");
    assertThat(profiles.stores).hasSize(2);
  }

  @Test
  void givenUser_whenAnOlderTokenIsShown_thenItChangesNothing() {
    UserId ada = await(admitted(believing, bearer("ada", "Countess")));

    assertThat(await(admitted(believing, bearer("ada", "Ada", timer.now().minusSeconds(60)))))
        .isEqualTo(ada);

    assertThat(nameOf(ada)).isEqualTo("Countess");
    assertThat(profiles.stores).hasSize(1);
  }

  @Test
  void givenTwoTokensOfOneUserAtOnce_whenAdmitted_thenTheNewerCounts() {
    var newer = believing.admit(bearer("ada", "Countess")).toCompletableFuture();
    var older =
        believing.admit(bearer("ada", "Ada", timer.now().minusSeconds(60))).toCompletableFuture();

    worker.run();

    assertThat(await(newer)).isEqualTo(await(older));
    assertThat(nameOf(await(newer))).isEqualTo("Countess");
  }

  @Test
  void givenStoreThatIsAway_whenUsersCome_thenAllAreRefusedAndLaterLetIn() {
    keys.away = true;
    List<CompletableFuture<UserId>> users =
        IntStream.range(0, 1_200)
            .mapToObj(
                number -> numbersOnly.admit(bearer("user" + number, "")).toCompletableFuture())
            .toList();

    worker.run();

    assertThat(users)
        .allSatisfy(user -> assertThat(refusalOf(user)).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    assertThat(keys.questions).as("others do not wait for the same").hasSize(1);

    keys.away = false;

    assertThat(admitted(numbersOnly, bearer("user0", ""))).isCompleted();
  }

  @Test
  void givenWorkerThatIsFull_whenSomebodyComes_thenHeIsRefusedAndLaterLetIn() {
    worker.refuse(true);

    assertThat(refusalOf(numbersOnly.admit(bearer("ada", ""))))
        .isEqualTo(ErrorCode.STORE_UNAVAILABLE);

    worker.refuse(false);

    assertThat(admitted(numbersOnly, bearer("ada", ""))).isCompleted();
  }

  @Test
  void givenTenThousandWhoWait_whenMoreCome_thenTheyAreRefused() {
    for (int number = 0; number < 10_000; number++) {
      assertThat(numbersOnly.admit(bearer("user" + number, "")).toCompletableFuture()).isNotDone();
    }

    assertThat(refusalOf(numbersOnly.admit(bearer("one more", ""))))
        .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    assertThat(admitted(numbersOnly, bearer("user7", ""))).isCompleted();
  }

  @Test
  void givenFaultOfOurs_whenTheNextOneComes_thenHeIsAdmitted() {
    keys.broken = true;
    CompletableFuture<UserId> first = numbersOnly.admit(bearer("ada", "Ada")).toCompletableFuture();
    CompletableFuture<UserId> second =
        numbersOnly.admit(bearer("bob", "Bob")).toCompletableFuture();

    assertThatThrownBy(worker::run).isInstanceOf(AssertionError.class);
    keys.broken = false;

    assertThat(List.of(first, second)).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(admitted(numbersOnly, bearer("bob", "Bob"))).isCompleted();
  }

  private static final class WatchedKeys implements UserKeys {
    private final MemoryUserKeys stored = new MemoryUserKeys();
    private final List<Set<UserKey>> questions = new ArrayList<>();
    private boolean away;
    private boolean broken;

    UserId numberOf(String key) {
      return requireNonNull(stored.find(Set.of(new UserKey(key))).get(new UserKey(key)));
    }

    @Override
    public Map<UserKey, UserId> assign(Set<UserKey> wanted) {
      questions.add(wanted);
      if (away) {
        throw new StoreUnavailableException("planned");
      }
      if (broken) {
        throw new AssertionError("planned");
      }
      return stored.assign(wanted);
    }

    @Override
    public Map<UserKey, UserId> find(Set<UserKey> wanted) {
      return stored.find(wanted);
    }

    @Override
    public Map<UserId, UserKey> keysOf(Set<UserId> users) {
      return stored.keysOf(users);
    }
  }

  private static final class WatchedProfiles implements ProfileStore {
    private final MemoryProfiles stored = new MemoryProfiles();
    private final List<Collection<ProfileUpdate>> stores = new ArrayList<>();

    @Override
    public void store(Collection<ProfileUpdate> updates) {
      stores.add(updates);
      stored.store(updates);
    }

    @Override
    public void remove(Set<UserId> users, Instant asOf) {
      stored.remove(users, asOf);
    }
  }
}
