package io.parley.application.contact;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.DAVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.application.ManualWorker;
import io.parley.application.TestChat;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.ManualTimer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice talks with Bob; Carol and Dave with nobody. */
class RequestedContactsTest {
  private static final Optional<String> REFUSED =
      Optional.of("Chat not allowed. Please send a chat request first.");

  private final TestChat chat = new TestChat();
  private final List<Set<Participants>> questions = new ArrayList<>();
  private final ManualWorker worker = new ManualWorker();
  private final ManualTimer timer = new ManualTimer();
  private final RequestedContacts contacts = new RequestedContacts(this::open, worker, timer);
  private boolean isAway;

  @BeforeEach
  void aliceTalksWithBob() {
    chat.given(aDraft().from(ALICE).to(BOB));
  }

  private Set<Participants> open(Set<Participants> pairs) {
    questions.add(pairs);
    if (isAway) {
      throw new StoreUnavailableException("planned");
    }
    return chat.contacts().open(pairs);
  }

  private CompletableFuture<Optional<String>> ask(UserId sender, UserId receiver) {
    return contacts.refusal(sender, receiver).toCompletableFuture();
  }

  private static void assertUnavailable(CompletableFuture<?> answer) {
    assertThat(answer).isCompletedExceptionally();
    assertThatThrownBy(answer::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void givenContactsAndStrangers_whenAsked_thenOnlyStrangersAreRefused() {
    var friend = ask(BOB, ALICE);
    var stranger = ask(CAROL, ALICE);
    worker.run();

    assertThat(friend).isCompletedWithValue(Optional.empty());
    assertThat(stranger).isCompletedWithValue(REFUSED);
  }

  @Test
  void givenBlock_whenAsked_thenTheRefusalIsThatOfAStranger() {
    boolean unused = chat.blocks().block(BOB, ALICE);

    var blocked = ask(ALICE, BOB);
    var blocker = ask(BOB, ALICE);
    worker.run();

    assertThat(blocked).isCompletedWithValue(REFUSED);
    assertThat(blocker).isCompletedWithValue(REFUSED);
  }

  @Test
  void givenQuestionUnderWay_whenOthersCome_thenTheyAreAskedAboutTogetherAndOnce() {
    var first = ask(ALICE, BOB);
    assertThat(first).isNotDone();
    List<CompletableFuture<Optional<String>>> others = new ArrayList<>();
    contacts
        .refusal(ALICE, CAROL)
        .thenAccept( // while the first question is answered, which is over then
            refusal -> {
              for (int i = 0; i < 100; i++) {
                others.add(ask(BOB, ALICE));
                others.add(ask(CAROL, DAVE));
              }
            });

    worker.run();

    assertThat(questions)
        .containsExactly(
            Set.of(Participants.of(ALICE, BOB), Participants.of(ALICE, CAROL)),
            Set.of(Participants.of(ALICE, BOB), Participants.of(CAROL, DAVE)));
    assertThat(others).hasSize(200).allMatch(CompletableFuture::isDone);
  }

  @Test
  void givenManyWait_whenAnswered_thenItIsInTheOrderInWhichTheyCame() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int number = i;
      CompletableFuture<Void> unused =
          ask(ALICE, i % 2 == 0 ? BOB : CAROL).thenAccept(refusal -> order.add(number));
    }

    worker.run();

    assertThat(order).isSorted().hasSize(50);
  }

  @Test
  void givenStoreThatIsAway_whenAsked_thenNobodyMayWriteAndLaterItIsAskedAnew() {
    isAway = true;
    var answer = ask(ALICE, BOB);
    worker.run();
    assertUnavailable(answer);

    isAway = false;
    var later = ask(ALICE, BOB);
    worker.run();

    assertThat(later).isCompletedWithValue(Optional.empty());
  }

  @Test
  void givenNoAnswer_whenTheTimeIsOver_thenItFailsAndWhoeverComesThenHasHisOwnTime() {
    var early = ask(ALICE, BOB);
    timer.advance(RequestedContacts.PATIENCE.minusMillis(1));
    assertThat(early).isNotDone();
    timer.advance(RequestedContacts.PATIENCE.dividedBy(2));
    assertUnavailable(early);

    var late = ask(ALICE, BOB);
    timer.advance(RequestedContacts.PATIENCE.minusMillis(1));
    assertThat(late).isNotDone();
    worker.run();

    assertThat(late).isCompletedWithValue(Optional.empty());
  }

  @Test
  void givenWorkerThatTakesNothing_whenAsked_thenItFailsAtOnceAndRecovers() {
    worker.refuse(true);
    assertUnavailable(ask(ALICE, BOB));

    worker.refuse(false);
    var answer = ask(ALICE, BOB);
    worker.run();

    assertThat(answer).isCompletedWithValue(Optional.empty());
  }

  @Test
  void givenAsManyWaitAsMay_whenOneMoreComes_thenHeIsRefusedAndTheyAreNot() {
    List<CompletableFuture<Optional<String>>> waiting = new ArrayList<>();
    for (int i = 0; i < RequestedContacts.MAX_WAITING; i++) {
      waiting.add(ask(ALICE, BOB));
    }

    assertUnavailable(ask(ALICE, BOB));
    worker.run();

    assertThat(waiting).allMatch(answer -> answer.join().isEmpty());
    assertThat(questions).hasSize(1);
  }
}
