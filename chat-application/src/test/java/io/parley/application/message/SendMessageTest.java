package io.parley.application.message;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.application.TestChat;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.testkit.fixture.Concurrently;
import io.parley.testkit.fixture.RecordingNotifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SendMessageTest {
  private final TestChat chat = new TestChat();
  private final RecordingNotifier notifier = chat.notifier();
  private final SendMessage sendMessage = new SendMessage(chat.messages(), notifier);

  @Test
  void givenDraft_whenSent_thenTheStoredMessageAndTheConversationAreAnnounced() {
    Appended sent = await(sendMessage.send(aDraft().saying("Hello").build()));

    assertThat(notifier.events())
        .containsExactly(new MessageSent(sent.message()), new ConversationUpdated(sent.state()));
    assertThat(chat.history().findAll(List.of(sent.message().id())))
        .containsExactly(sent.message());
    assertThat(sent.state().unreadOf(BOB)).isEqualTo(1);
    assertThat(sent.state().unreadOf(ALICE)).isZero();
  }

  @Test
  void givenSentMessage_whenSentAgain_thenTheFirstComesBackAndNobodyIsTold() {
    MessageDraft draft = aDraft().knownAs("once").build();
    Appended first = await(sendMessage.send(draft));
    notifier.clear();

    Appended again = await(sendMessage.send(draft));

    assertThat(again.duplicate()).isTrue();
    assertThat(again.message()).isEqualTo(first.message());
    assertThat(notifier.events()).isEmpty();
  }

  @Test
  void givenUnknownReceiver_whenSent_thenItFailsAndNobodyIsTold() {
    List<Appended> acknowledged = new ArrayList<>();

    ErrorCode refusal = refusalOf(sendMessage.send(aDraft().to(NOBODY).build(), acknowledged::add));

    assertThat(refusal).isEqualTo(ErrorCode.RECEIVER_NOT_FOUND);
    assertThat(acknowledged).isEmpty();
    assertThat(notifier.events()).isEmpty();
  }

  @Test
  void givenSomethingToDoBefore_whenSent_thenItIsDoneAfterTheCommitAndBeforeAnybodyIsTold() {
    List<List<ChatEvent>> announcedBefore = new ArrayList<>();
    List<Boolean> storedBefore = new ArrayList<>();

    Appended sent =
        await(
            sendMessage.send(
                aDraft().build(),
                appended -> {
                  announcedBefore.add(notifier.events());
                  storedBefore.add(
                      !chat.history().findAll(List.of(appended.message().id())).isEmpty());
                }));

    assertThat(announcedBefore).containsExactly(List.of());
    assertThat(storedBefore).containsExactly(true);
    assertThat(notifier.events()).contains(new MessageSent(sent.message()));
  }

  @Test
  void givenRepeat_whenSent_thenWhatIsToDoBeforeIsDoneForItToo() {
    MessageDraft draft = aDraft().knownAs("once").build();
    List<Appended> acknowledged = new ArrayList<>();

    Appended first = await(sendMessage.send(draft, acknowledged::add));
    Appended again = await(sendMessage.send(draft, acknowledged::add));

    assertThat(acknowledged).containsExactly(first, again);
  }

  @Test
  void givenAcknowledgementThatFails_whenSent_thenTheStageFailsWithIt() {
    CompletionStage<Appended> sent =
        sendMessage.send(
            aDraft().build(),
            appended -> {
              throw new IllegalStateException("planned");
            });

    assertThatThrownBy(() -> await(sent)).hasMessage("planned");
    assertThat(notifier.events(MessageSent.class)).hasSize(1);
  }

  @Test
  void givenAnAnswerOfTheStoreThatWasLost_whenSent_thenTheNotifierIsToldToLook() {
    MessageDraft draft = aDraft().build();

    refusalOf(failing(new StoreUnavailableException("lost", new IOException())).send(draft));
    assertThat(notifier.uncertain()).containsExactly(draft);

    refusalOf(failing(new StoreUnavailableException("not begun")).send(draft));
    refusalOf(sendMessage.send(aDraft().to(NOBODY).build()));
    assertThat(notifier.uncertain()).containsExactly(draft);
  }

  private SendMessage failing(StoreUnavailableException failure) {
    return new SendMessage(new FailingStore(failure), notifier);
  }

  /** Refuses everything. */
  private record FailingStore(StoreUnavailableException failure) implements MessageStore {
    @Override
    public CompletionStage<Appended> append(MessageDraft draft, Consumer<Appended> onStored) {
      return CompletableFuture.failedFuture(failure);
    }

    @Override
    public CompletionStage<Appended> refuse(MessageDraft draft, ChatException refusal) {
      return CompletableFuture.failedFuture(failure);
    }

    @Override
    public Changed delete(MessageId message) {
      throw failure;
    }

    @Override
    public Changed restore(MessageId message) {
      throw failure;
    }
  }

  @Test
  void givenManySenders_whenTheySendAtOnce_thenMessagesAreAnnouncedInSequenceOrder() {
    Concurrently.call(
        8,
        thread ->
            IntStream.range(0, 100)
                .mapToObj(i -> thread % 2 == 0 ? aDraft() : aDraft().from(BOB).to(ALICE))
                .map(draft -> await(sendMessage.send(draft.build())))
                .toList());

    assertThat(notifier.events(MessageSent.class))
        .extracting(event -> event.message().sequence().value())
        .isEqualTo(LongStream.rangeClosed(1, 800).boxed().toList());
    assertThat(notifier.events(ConversationUpdated.class))
        .extracting(event -> event.state().lastSequence().value())
        .isEqualTo(LongStream.rangeClosed(1, 800).boxed().toList());
  }
}
