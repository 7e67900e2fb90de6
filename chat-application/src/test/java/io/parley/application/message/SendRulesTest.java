package io.parley.application.message;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.application.TestChat;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageFlag;
import io.parley.domain.port.ContactPolicy;
import io.parley.domain.port.MessagePolicy;
import io.parley.domain.port.MessagePolicy.Verdict;
import io.parley.domain.port.MessagePolicy.WhenSilent;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.testkit.fixture.Concurrently;
import io.parley.testkit.fixture.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendRulesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final TestChat chat = new TestChat();
  private final ManualTimer timer = new ManualTimer();

  private SendMessage ruled(ContactPolicy contacts) {
    return ruled(contacts, MessagePolicy.none(), WhenSilent.REFUSE);
  }

  private SendMessage ruled(MessagePolicy messages, WhenSilent whenSilent) {
    return ruled(ContactPolicy.open(), messages, whenSilent);
  }

  private SendMessage ruled(ContactPolicy contacts, MessagePolicy messages, WhenSilent whenSilent) {
    var rules = new SendRules(new SendPolicies(contacts, messages, whenSilent, PATIENCE), timer);
    return new SendMessage(chat.messages(), chat.notifier(), Optional.of(rules));
  }

  private List<String> announced() {
    return chat.notifier().events(MessageSent.class).stream()
        .map(event -> event.message().content().text())
        .toList();
  }

  private static CompletionStage<Verdict> storing(String text) {
    return CompletableFuture.completedStage(Verdict.store(new MessageContent(text)));
  }

  @Test
  void givenContactThatIsNotAllowed_whenSent_thenTheReasonComesBackAndNothingIsStored() {
    SendMessage send =
        ruled(
            (sender, receiver) ->
                CompletableFuture.completedStage(
                    Optional.of("You have not met").filter(no -> receiver.equals(BOB))));

    assertThatThrownBy(() -> await(send.send(aDraft().to(BOB).build())))
        .hasMessage("You have not met")
        .extracting("code")
        .isEqualTo(ErrorCode.CHAT_NOT_ALLOWED);
    await(send.send(aDraft().to(CAROL).saying("allowed").build()));

    assertThat(announced()).containsExactly("allowed");
    assertThat(chat.receipts().unreadTotal(BOB)).isZero();
  }

  @Test
  void givenContactThatIsNotAllowed_whenSent_thenTheMessageIsNotLookedAt() {
    List<String> lookedAt = new ArrayList<>();
    SendMessage send =
        ruled(
            (sender, receiver) -> CompletableFuture.completedStage(Optional.of("no")),
            draft -> {
              lookedAt.add(draft.content().text());
              return storing("never");
            },
            WhenSilent.STORE);

    assertThat(refusalOf(send.send(aDraft().build()))).isEqualTo(ErrorCode.CHAT_NOT_ALLOWED);
    assertThat(lookedAt).isEmpty();
  }

  @Test
  void givenMessageThatIsRefused_whenSent_thenTheReasonComesBackAndNothingIsStored() {
    SendMessage send =
        ruled(
            draft -> CompletableFuture.completedStage(Verdict.refuse("No phone numbers")),
            WhenSilent.STORE);

    assertThatThrownBy(() -> await(send.send(aDraft().build())))
        .hasMessage("No phone numbers")
        .extracting("code")
        .isEqualTo(ErrorCode.MESSAGE_REFUSED);
    assertThat(announced()).isEmpty();
  }

  @Test
  void givenContactThatIsNotAllowedAnyMore_whenSentAgain_thenTheFirstMessageComesBack() {
    List<Optional<String>> answers = new ArrayList<>(List.of(Optional.empty()));
    SendMessage send =
        ruled(
            (sender, receiver) ->
                CompletableFuture.completedStage(
                    answers.isEmpty() ? Optional.of("blocked") : answers.remove(0)));
    var draft = aDraft().knownAs("1").build();
    List<Appended> acknowledged = new ArrayList<>();

    Appended first = await(send.send(draft));
    Appended again = await(send.send(draft, acknowledged::add));

    assertThat(again.duplicate()).isTrue();
    assertThat(again.message()).isEqualTo(first.message());
    assertThat(acknowledged).containsExactly(again);
    assertThat(announced()).hasSize(1);
    assertThat(refusalOf(send.send(aDraft().knownAs("2").build())))
        .isEqualTo(ErrorCode.CHAT_NOT_ALLOWED);
    assertThat(refusalOf(send.send(aDraft().knownAs("1").saying("other").build())))
        .isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
  }

  @Test
  void givenTextThatIsRefusedByNow_whenSentAgain_thenTheFirstMessageComesBack() {
    List<Verdict> verdicts =
        new ArrayList<>(List.of(Verdict.store(new MessageContent("call 123456"))));
    SendMessage send =
        ruled(
            draft ->
                CompletableFuture.completedStage(
                    verdicts.isEmpty() ? Verdict.refuse("No phone numbers") : verdicts.remove(0)),
            WhenSilent.REFUSE);
    var draft = aDraft().saying("call 123456").knownAs("1").build();

    Appended first = await(send.send(draft));
    Appended again = await(send.send(draft));

    assertThat(again.duplicate()).isTrue();
    assertThat(again.message()).isEqualTo(first.message());
  }

  @Test
  void givenMessageThatIsFlagged_whenSent_thenItIsStoredAndAnnouncedWithTheFlag() {
    MessageFlag flag = new MessageFlag("spam.suspected");
    SendMessage send =
        ruled(
            draft -> CompletableFuture.completedStage(Verdict.store(draft.content(), flag)),
            WhenSilent.REFUSE);

    Appended appended = await(send.send(aDraft().build()));

    assertThat(appended.message().flag()).contains(flag);
    assertThat(chat.notifier().events(MessageSent.class))
        .containsExactly(new MessageSent(appended.message()));
  }

  @Test
  void givenPolicyThatFlagsOtherwise_whenSentAgain_thenTheRepeatHasTheFirstFlag() {
    List<MessageFlag> flags = new ArrayList<>(List.of(new MessageFlag("1"), new MessageFlag("2")));
    SendMessage send =
        ruled(
            draft ->
                CompletableFuture.completedStage(Verdict.store(draft.content(), flags.remove(0))),
            WhenSilent.REFUSE);
    var draft = aDraft().knownAs("1").build();

    Appended first = await(send.send(draft));
    Appended again = await(send.send(draft));

    assertThat(again.duplicate()).isTrue();
    assertThat(again.message()).isEqualTo(first.message());
    assertThat(first.message().flag()).contains(new MessageFlag("1"));
  }

  @Test
  void givenDraftThatTheHostHasFlagged_whenThePolicySaysNoFlag_thenItsOwnStays() {
    SendMessage send = ruled(draft -> storing("***"), WhenSilent.REFUSE);

    Appended appended = await(send.send(aDraft().flagged("by.hand").build()));

    assertThat(appended.message().flag()).contains(new MessageFlag("by.hand"));
  }

  @Test
  void givenTextThatIsReplaced_whenSentTwice_thenTheOtherTextIsStoredAndTheRepeatIsOne() {
    SendMessage send = ruled(draft -> storing("***"), WhenSilent.REFUSE);
    var draft = aDraft().saying("darn").knownAs("1").build();

    Appended first = await(send.send(draft));
    Appended again = await(send.send(draft));

    assertThat(first.message().content().text()).isEqualTo("***");
    assertThat(again.duplicate()).isTrue();
    assertThat(again.message()).isEqualTo(first.message());
    assertThat(announced()).containsExactly("***");
  }

  @Test
  void givenPolicyThatFails_whenSent_thenWhatWasChosenHappens() {
    for (Supplier<CompletionStage<Verdict>> failing : failing()) {
      SendMessage refusing = ruled(draft -> failing.get(), WhenSilent.REFUSE);
      SendMessage storing = ruled(draft -> failing.get(), WhenSilent.STORE);

      assertThat(refusalOf(refusing.send(aDraft().saying("refused").build())))
          .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
      await(storing.send(aDraft().saying("stored").build()));
    }
    assertThat(announced()).containsExactly("stored", "stored", "stored");
  }

  private static List<Supplier<CompletionStage<Verdict>>> failing() {
    return List.of(
        () -> CompletableFuture.failedStage(new IllegalStateException("planned")),
        () -> {
          throw new IllegalStateException("planned");
        },
        () -> CompletableFuture.completedStage(null));
  }

  @Test
  void givenContactsThatCannotBeAsked_whenSent_thenItIsRefusedAndMayBeSentAgain() {
    List<CompletionStage<Optional<String>>> answers =
        new ArrayList<>(
            List.of(
                CompletableFuture.failedStage(new StoreUnavailableException("down")),
                CompletableFuture.completedStage(Optional.empty())));
    SendMessage send = ruled((sender, receiver) -> answers.remove(0));
    var draft = aDraft().knownAs("1").build();

    assertThat(refusalOf(send.send(draft))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    assertThat(await(send.send(draft)).duplicate()).isFalse();
    assertThat(chat.notifier().uncertain()).isEmpty();
  }

  @Test
  void givenPolicyThatTakesTooLong_whenTimeIsOver_thenItsMessageIsDecidedAndTheNextGoesOn() {
    List<CompletableFuture<Verdict>> asked = new ArrayList<>();
    SendMessage send =
        ruled(
            draft -> {
              asked.add(new CompletableFuture<>());
              return asked.get(asked.size() - 1);
            },
            WhenSilent.REFUSE);
    CompletionStage<Appended> first = send.send(aDraft().saying("first").build());
    timer.advance(PATIENCE.minusMillis(1));
    CompletionStage<Appended> second = send.send(aDraft().saying("second").build());
    asked.get(1).complete(Verdict.store(new MessageContent("second")));
    assertThat(second.toCompletableFuture()).isNotDone();

    timer.advance(Duration.ofMillis(1));

    assertThat(refusalOf(first)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    assertThat(await(second).message().sequence().value()).isEqualTo(1);
    asked.get(0).complete(Verdict.store(new MessageContent("too late")));
    assertThat(announced()).containsExactly("second");
  }

  @Test
  void givenAnswersInAnotherOrder_whenTheyCome_thenTheMessagesKeepTheirs() {
    List<CompletableFuture<Optional<String>>> asked = new ArrayList<>();
    SendMessage send =
        ruled(
            (sender, receiver) -> {
              asked.add(new CompletableFuture<>());
              return asked.get(asked.size() - 1);
            });
    for (String text : List.of("1", "2", "3", "4")) {
      CompletionStage<Appended> unused = send.send(aDraft().saying(text).build());
    }
    CompletionStage<Appended> elsewhere =
        send.send(aDraft().from(ALICE).to(CAROL).saying("elsewhere").build());

    asked.get(4).complete(Optional.empty());
    assertThat(await(elsewhere).message().sequence().value()).isEqualTo(1);
    asked.get(2).complete(Optional.empty());
    asked.get(1).complete(Optional.of("no"));
    asked.get(0).complete(Optional.empty());
    asked.get(3).complete(Optional.empty());

    assertThat(announced()).containsExactly("elsewhere", "1", "3", "4");
  }

  /** One socket sends without waiting, and its answers come from threads of the policy. */
  @Test
  void givenAnswersFromManyThreads_whenEachPairSendsMany_thenEveryPairKeepsItsOrder() {
    int count = 500;
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      SendMessage send =
          ruled((sender, receiver) -> CompletableFuture.supplyAsync(Optional::empty, threads));
      List<Long> sequences = new CopyOnWriteArrayList<>();
      Concurrently.call(
          2,
          thread -> {
            List<CompletionStage<Appended>> sent =
                IntStream.range(0, count)
                    .mapToObj(
                        i ->
                            send.send(
                                aDraft().to(thread == 0 ? BOB : CAROL).saying("" + i).build()))
                    .toList();
            for (int i = 0; i < count; i++) {
              Appended appended = await(sent.get(i));
              assertThat(appended.message().content().text()).isEqualTo("" + i);
              sequences.add(appended.message().sequence().value() - i);
            }
            return sent.size();
          });

      assertThat(sequences).hasSize(2 * count).containsOnly(1L);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void givenTooManyThatWait_whenOneMoreIsSent_thenItIsRefusedAndRoomComesWithTheAnswers() {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    SendMessage send = ruled((sender, receiver) -> answer);
    var draft = aDraft().build();
    List<CompletionStage<Appended>> waiting =
        IntStream.range(0, 10_000).mapToObj(i -> send.send(draft)).toList();

    assertThat(refusalOf(send.send(draft))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);

    answer.complete(Optional.empty());
    assertThat(waiting).allSatisfy(stage -> assertThat(stage.toCompletableFuture()).isCompleted());
    await(send.send(draft));
  }

  @Test
  void givenTimerThatHasEnded_whenSent_thenItIsRefused() {
    timer.shutdown();
    SendMessage send = ruled((sender, receiver) -> new CompletableFuture<>());

    assertThat(refusalOf(send.send(aDraft().build()))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
  }
}
