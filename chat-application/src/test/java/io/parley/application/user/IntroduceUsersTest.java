package io.parley.application.user;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.user;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.memory.MemoryProfiles;
import io.parley.application.ManualWorker;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.HostUsers;
import io.parley.domain.user.ProfileUpdate;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.testkit.fixture.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntroduceUsersTest {
  private final ManualTimer timer = new ManualTimer();
  private final ManualWorker worker = new ManualWorker();
  private final MemoryProfiles profiles = new MemoryProfiles();
  private final Host host = new Host();
  private final IntroduceUsers introduce =
      new IntroduceUsers(host, new NumberKeys(), profiles, profiles, worker, timer.clock());

  private CompletableFuture<Boolean> asked(UserId sender, UserId receiver) {
    CompletableFuture<Boolean> both = introduce.both(sender, receiver).toCompletableFuture();
    worker.run();
    return both;
  }

  private boolean isStored(UserId user) {
    return profiles.find(Set.of(user)).containsKey(user);
  }

  private void givenBothAreKnown() {
    host.have(ALICE, BOB);
    assertThat(asked(ALICE, BOB)).isCompletedWithValue(true);
    host.questions.clear();
  }

  @Test
  void givenUsersWhomNobodyKnows_whenIntroduced_thenTheHostIsAskedOnceAndTheyAreStored() {
    host.have(ALICE, BOB);

    CompletableFuture<Boolean> both = introduce.both(ALICE, BOB).toCompletableFuture();

    assertThat(both).as("the caller does not wait").isNotDone();
    assertThat(host.questions).isEmpty();

    worker.run();

    assertThat(both).isCompletedWithValue(true);
    assertThat(profiles.find(Set.of(ALICE, BOB)))
        .isEqualTo(Map.of(ALICE, user(ALICE), BOB, user(BOB)));
  }

  @Test
  void givenKnownUsers_whenIntroducedAgain_thenNobodyIsAsked() {
    givenBothAreKnown();

    assertThat(introduce.both(BOB, ALICE).toCompletableFuture()).isCompletedWithValue(true);

    assertThat(worker.waiting()).isZero();
    assertThat(host.questions).isEmpty();
  }

  @Test
  void givenStoredUsers_whenTheHostIsAwayAfterARestart_thenTheyGoOn() {
    profiles.store(
        List.of(
            ProfileUpdate.of(user(ALICE), timer.now()), ProfileUpdate.of(user(BOB), timer.now())));
    host.away = true;

    assertThat(asked(ALICE, BOB)).isCompletedWithValue(true);
    assertThat(asked(ALICE, BOB)).isCompletedWithValue(true);
    assertThat(refusalOf(asked(ALICE, new UserId(3)))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);

    host.away = false;
    host.have(new UserId(3));

    assertThat(asked(ALICE, new UserId(3))).isCompletedWithValue(true);
  }

  @Test
  void givenStrangers_whenIntroduced_thenEachIsNamedAndTheHostIsLeftAloneForAWhile() {
    host.have(ALICE);

    assertThat(refusalOf(asked(ALICE, BOB))).isEqualTo(ErrorCode.RECEIVER_NOT_FOUND);
    assertThat(refusalOf(asked(BOB, ALICE))).isEqualTo(ErrorCode.SENDER_NOT_FOUND);
    assertThat(isStored(BOB)).isFalse();
    long questions = host.askedFor(BOB);
    assertThat(questions).isOne();

    host.have(BOB);
    timer.advance(IntroduceUsers.STRANGE);

    assertThat(asked(ALICE, BOB)).isCompletedWithValue(true);
  }

  @Test
  void givenManyUsersAtOnce_whenIntroduced_thenTheHostIsAskedForAHundredAtATime() {
    UserId[] all = IntStream.rangeClosed(1, 1_000).mapToObj(UserId::new).toArray(UserId[]::new);
    host.have(all);
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    for (UserId one : all) {
      answers.add(introduce.exists(one));
      answers.add(introduce.exists(one));
    }

    worker.run();

    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(true));
    assertThat(host.questions)
        .allSatisfy(question -> assertThat(question).hasSizeLessThanOrEqualTo(100))
        .hasSizeLessThan(30);
    assertThat(host.questions.stream().mapToInt(Set::size).sum()).isEqualTo(1_000);
  }

  @Test
  void givenKnownUser_whenSomeTimeHasPassed_thenHeIsAskedForInTheBackground() {
    givenBothAreKnown();
    host.users.put(BOB, new User(BOB, "Robert", "", "", Optional.empty()));

    timer.advance(IntroduceUsers.FRESH);
    CompletableFuture<Boolean> both = introduce.both(ALICE, BOB).toCompletableFuture();

    assertThat(both).as("without a wait").isCompletedWithValue(true);

    worker.run();

    assertThat(profiles.find(Set.of(BOB)).values())
        .extracting(User::name)
        .containsExactly("Robert");
  }

  @Test
  void givenKnownUserWhomTheHostHasNoMore_whenAskedForAgain_thenHeIsTakenAway() {
    givenBothAreKnown();
    host.users.remove(BOB);
    timer.advance(IntroduceUsers.FRESH);

    assertThat(asked(ALICE, BOB)).isCompletedWithValue(true);

    assertThat(isStored(BOB)).isFalse();
    assertThat(refusalOf(asked(ALICE, BOB))).isEqualTo(ErrorCode.RECEIVER_NOT_FOUND);
    assertThat(isStored(ALICE)).isTrue();
  }

  @Test
  void givenKnownUsers_whenTheHostIsAwayAndTheyGrowOld_thenTheyGoOnAndTheHostIsNotHammered() {
    givenBothAreKnown();
    host.away = true;
    timer.advance(IntroduceUsers.FRESH);

    for (int time = 0; time < 10; time++) {
      assertThat(asked(ALICE, BOB)).isCompletedWithValue(true);
    }

    assertThat(host.questions).hasSizeLessThanOrEqualTo(2);
    assertThat(isStored(BOB)).isTrue();

    host.away = false;
    host.users.remove(BOB);
    timer.advance(IntroduceUsers.RETRY);
    assertThat(asked(ALICE, BOB)).isCompletedWithValue(true);

    assertThat(isStored(BOB)).isFalse();
  }

  @Test
  void givenHostThatIsAway_whenManyWait_thenAllAreRefusedAtOnce() {
    host.away = true;
    List<CompletableFuture<Boolean>> answers =
        IntStream.rangeClosed(1, 2_000).mapToObj(id -> introduce.exists(new UserId(id))).toList();

    worker.run();

    assertThat(answers)
        .allSatisfy(answer -> assertThat(refusalOf(answer)).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    assertThat(host.questions).hasSizeLessThan(20);
  }

  @Test
  void givenWorkerThatIsFull_whenIntroduced_thenTheyAreRefusedAndLaterLetIn() {
    host.have(ALICE, BOB);
    worker.refuse(true);

    assertThat(refusalOf(introduce.both(ALICE, BOB))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);

    worker.refuse(false);

    assertThat(asked(ALICE, BOB)).isCompletedWithValue(true);
  }

  @Test
  void givenTenThousandWhoWait_whenMoreCome_thenTheyAreRefused() {
    for (int id = 1; id <= 10_001; id++) { // the first one is asked about already
      assertThat(introduce.exists(new UserId(id))).isNotDone();
    }

    assertThat(refusalOf(introduce.exists(new UserId(20_000))))
        .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
  }

  @Test
  void givenHostThatFailsInAnotherWay_whenIntroduced_thenNobodyWaitsForEver() {
    host.failure = new IllegalStateException("planned");

    CompletableFuture<Boolean> answer = asked(ALICE, BOB);

    assertThat(answer)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("planned");
  }

  private static final class Host implements HostUsers {
    private final Map<UserId, User> users = new HashMap<>();
    private final List<Set<UserId>> questions = new ArrayList<>();
    private boolean away;
    private RuntimeException failure = new StoreUnavailableException("planned");

    void have(UserId... ids) {
      for (UserId id : ids) {
        users.put(id, user(id));
      }
    }

    long askedFor(UserId user) {
      return questions.stream().filter(question -> question.contains(user)).count();
    }

    @Override
    public CompletionStage<Map<UserId, User>> find(Map<UserId, UserKey> asked) {
      questions.add(Set.copyOf(asked.keySet()));
      if (away || !(failure instanceof StoreUnavailableException)) {
        return CompletableFuture.failedStage(failure);
      }
      Map<UserId, User> found = new HashMap<>(users);
      found.keySet().retainAll(asked.keySet());
      return CompletableFuture.completedStage(found);
    }
  }
}
