package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.pairs;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import io.parley.testkit.fixture.DraftBuilder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What {@link io.parley.domain.port.MessageStore#append} promises to many callers at once. */
public interface ConcurrentAppendContract extends StoresContract {

  @Test
  default void givenFirstMessagesInBothDirectionsAtOnce_whenAppended_thenOneConversationBegins() {
    for (Participants pair : pairs()) {
      List<Message> messages =
          Concurrently.call(2, thread -> stores().send(betweenThem(pair, thread == 0)));

      assertThat(messages)
          .extracting(message -> message.sequence().value())
          .containsExactlyInAnyOrder(1L, 2L);
      assertThat(messages.get(0).conversation()).isEqualTo(messages.get(1).conversation());
      assertThat(stores().inbox(pair.first())).hasSize(1);
      assertThat(stores().inbox(pair.second())).hasSize(1);
    }
  }

  @Test
  default void givenFirstMessagesOfManyPairsAtOnce_whenAppended_thenEachPairHasOneConversation() {
    List<Participants> pairs = pairs();

    Concurrently.call(
        2 * pairs.size(),
        thread -> stores().send(betweenThem(pairs.get(thread / 2), thread % 2 == 0)));

    for (Participants pair : pairs) {
      assertThat(stores().inbox(pair.first()))
          .singleElement()
          .extracting(entry -> entry.conversation().lastSequence())
          .isEqualTo(new Sequence(2));
    }
  }

  @Test
  default void givenFiftyThreadsInFiveConversations_whenAppended_thenNothingIsLostOrCountedTwice() {
    List<Participants> pairs = pairs().subList(0, 5);

    Concurrently.call(
        50,
        thread ->
            IntStream.range(0, 20)
                .mapToObj(i -> betweenThem(pairs.get(thread % 5), thread < 25))
                .map(draft -> stores().send(draft))
                .toList());

    for (Participants pair : pairs) {
      InboxEntry seenByFirst = stores().inbox(pair.first()).get(0);
      List<Message> all = stores().all(seenByFirst.conversation().id());
      assertThat(all).extracting(message -> message.sequence().value()).isEqualTo(oneTo(200));
      assertThat(all).extracting(message -> message.id().value()).isSorted();
      assertThat(seenByFirst.conversation().lastSequence()).isEqualTo(new Sequence(200));
      assertThat(seenByFirst.unreadCount()).isEqualTo(100);
      assertThat(stores().receipts().unreadTotal(pair.first())).isEqualTo(100);
      assertThat(stores().receipts().unreadTotal(pair.second())).isEqualTo(100);
    }
  }

  @Test
  default void givenManyThreadsInOneConversation_whenStored_thenCallbacksRunInSequenceOrder() {
    SlowRecorder recorder = new SlowRecorder();

    Concurrently.call(
        16,
        thread -> {
          List<CompletionStage<Appended>> stages =
              IntStream.range(0, 50)
                  .mapToObj(i -> aDraft().saying(thread + " says " + i).build())
                  .map(draft -> stores().messages().append(draft, recorder))
                  .toList();
          return stages.stream().map(stage -> await(stage)).toList();
        });

    assertThat(recorder.overlapped()).isFalse();
    assertThat(recorder.recorded())
        .extracting(appended -> appended.message().sequence().value())
        .isEqualTo(oneTo(800));
    assertThat(recorder.recorded())
        .extracting(appended -> appended.state().secondUnread())
        .isEqualTo(oneTo(800));
  }

  @Test
  default void givenManyThreadsInOneConversation_whenEachAppendsInARow_thenEachKeepsItsOrder() {
    Concurrently.call(
        8,
        thread -> {
          List<CompletionStage<Appended>> stages =
              IntStream.range(0, 50)
                  .mapToObj(i -> aDraft().knownAs(thread + "/" + i).build())
                  .map(draft -> stores().messages().append(draft))
                  .toList();
          List<Sequence> sequences =
              stages.stream().map(stage -> await(stage).message().sequence()).toList();
          assertThat(sequences).isSorted();
          return sequences;
        });
  }

  @Test
  default void givenTheSameDraftInManyThreads_whenAppended_thenExactlyOneIsNotARepeat() {
    for (int round = 0; round < 10; round++) {
      MessageDraft draft = aDraft().knownAs("round " + round).build();

      List<Appended> appended =
          Concurrently.call(16, thread -> await(stores().messages().append(draft)));

      assertThat(appended).extracting(Appended::duplicate).containsOnlyOnce(false);
      assertThat(appended)
          .extracting(each -> each.message().sequence())
          .containsOnly(new Sequence(round + 1L));
    }
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(10);
  }

  @Test
  default void givenOneClientIdToManyReceivers_whenAppended_thenOneIsStoredAndTheRestConflict() {
    List<UserId> receivers = pairs().stream().map(Participants::first).limit(16).toList();

    List<Optional<ErrorCode>> refusals =
        Concurrently.call(
            16, thread -> refusal(aDraft().from(ALICE).to(receivers.get(thread)).knownAs("one")));

    assertThat(refusals).containsOnlyOnce(Optional.empty());
    assertThat(refusals)
        .containsOnly(Optional.empty(), Optional.of(ErrorCode.IDEMPOTENCY_CONFLICT));
    assertThat(stores().inbox(ALICE)).hasSize(1);
  }

  private Optional<ErrorCode> refusal(DraftBuilder draft) {
    try {
      stores().send(draft);
      return Optional.empty();
    } catch (ChatException refusal) {
      return Optional.of(refusal.code());
    }
  }

  private static DraftBuilder betweenThem(Participants pair, boolean fromFirst) {
    return fromFirst
        ? aDraft().from(pair.first()).to(pair.second())
        : aDraft().from(pair.second()).to(pair.first());
  }

  private static List<Long> oneTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
