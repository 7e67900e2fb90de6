package io.parley.application.delivery;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.application.ManualWorker;
import io.parley.application.TestChat;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.DeliveryBroken;
import io.parley.domain.event.ChatEvent.MessageDeleted;
import io.parley.domain.event.ChatEvent.MessageRestored;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.event.ChatEvent.MessagesRead;
import io.parley.domain.message.Authorship;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.port.ReadReceiptStore.Marked;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import io.parley.testkit.fixture.DraftBuilder;
import io.parley.testkit.fixture.ManualTimer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrderedDeliveryTest {
  private final ManualTimer timer = new ManualTimer();
  private final ManualWorker worker = new ManualWorker();
  private Duration clockIsAhead = Duration.ZERO;
  private final TestChat chat = new TestChat(clockOfTheStore());
  private final FailingConversations conversations = new FailingConversations(chat.conversations());
  private final OrderedDelivery delivery = delivery();

  private OrderedDelivery delivery() {
    return new OrderedDelivery(
        chat.notifier(),
        conversations,
        chat.history(),
        Reach.whole(),
        timer::nanoTime,
        worker,
        timer);
  }

  private Clock clockOfTheStore() {
    InstantSource source = () -> timer.now().plus(clockIsAhead);
    return source.withZone(ZoneOffset.UTC);
  }

  private Appended stored(DraftBuilder draft) {
    return await(chat.messages().append(draft.build()));
  }

  private Appended stored(String text) {
    return stored(aDraft().saying(text));
  }

  private void announce(Appended appended) {
    delivery.publish(new MessageSent(appended.message()));
    delivery.publish(new ConversationUpdated(appended.state()));
  }

  private void passTime(Duration duration) {
    for (long left = duration.toMillis(); left > 0; left -= 50) {
      timer.advance(Duration.ofMillis(50));
      worker.run();
    }
  }

  private List<Long> sent() {
    return chat.notifier().events(MessageSent.class).stream()
        .map(event -> event.message().sequence().value())
        .toList();
  }

  private List<ConversationUpdated> updates() {
    return chat.notifier().events(ConversationUpdated.class);
  }

  @Test
  void givenMessagesInSequence_whenAnnounced_thenTheyGoOutAtOnceAndTheStoreIsNotAsked() {
    announce(stored("one"));
    announce(stored("two"));

    assertThat(sent()).containsExactly(1L, 2L);
    assertThat(updates()).hasSize(2);
    assertThat(worker.waiting()).isZero();
  }

  @Test
  void givenFollowerWhoWasToldLess_whenALookFindsNothingNew_thenTheLaneGoesOnFromWhatHeWasTold() {
    stored("one");
    Appended second = stored("two");
    Lane lane = new Lane(Participants.of(ALICE, BOB), true, timer::nanoTime);

    lane.goOnFrom(new Sequence(1)); // while the store was asked
    lane.fill(new Sequence(2), second.message().createdAt(), List.of(), second.state());

    assertThat(lane.delivered()).contains(new Sequence(1));
  }

  @Test
  void givenMessagesThatOvertakeEachOther_whenTheyAreAllThere_thenTheStoreIsNotNeeded() {
    announce(stored("one"));
    Appended second = stored("two");
    Appended third = stored("three");
    Appended fourth = stored("four");

    announce(fourth);
    announce(third);
    assertThat(sent()).containsExactly(1L);
    announce(second);

    assertThat(sent()).containsExactly(1L, 2L, 3L, 4L);
    worker.run();
    assertThat(sent()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(updates().get(updates().size() - 1).state()).isEqualTo(fourth.state());
  }

  @Test
  void givenAMessageThatWasNeverAnnounced_whenTheNextOneIs_thenBothGoOutInSequence() {
    announce(stored("one"));
    stored("silent");
    stored("silent too");
    Appended fourth = stored("four");

    announce(fourth);
    assertThat(sent()).containsExactly(1L);
    worker.run();

    assertThat(sent()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(updates()).last().extracting(ConversationUpdated::state).isEqualTo(fourth.state());
  }

  @Test
  void givenDeleteThatOvertakesItsMessage_whenTheMessageFollows_thenItIsNotToldAnyMore() {
    announce(stored("one"));
    Appended second = stored("two");

    delivery.publish(new MessageDeleted(chat.messages().delete(second.message().id()).message()));
    announce(second);

    assertThat(sent()).containsExactly(1L);
    assertThat(chat.notifier().events(MessageDeleted.class)).hasSize(1);
  }

  @Test
  void givenDeleteThatOvertakesOtherMessages_whenTheHoleIsFilled_thenAllIsInSequence() {
    announce(stored("one"));
    Appended second = stored("two");
    Appended third = stored("three");

    delivery.publish(new MessageDeleted(chat.messages().delete(third.message().id()).message()));
    assertThat(chat.notifier().events(MessageDeleted.class)).isEmpty();
    worker.run();
    announce(second);
    announce(third);
    announce(stored("four"));

    assertThat(sent()).containsExactly(1L, 2L, 4L);
    assertThat(chat.notifier().events(MessageDeleted.class)).hasSize(1);
  }

  private static List<ChatEvent> all(Lane lane) {
    assertThat(lane.begin()).isTrue();
    List<ChatEvent> events = new ArrayList<>();
    for (Optional<ChatEvent> event = lane.next(); event.isPresent(); event = lane.next()) {
      events.add(event.get());
    }
    return events;
  }

  private Message deleted(Appended appended) {
    return chat.messages().delete(appended.message().id()).message();
  }

  @Test
  void givenARestoreOfAMessageThatIsMissing_whenTheStoreWasReadBeforeIt_thenItGoesOutRestored() {
    Lane lane = new Lane(Participants.of(ALICE, BOB), false, timer::nanoTime);
    lane.add(new MessageSent(stored("one").message()));
    all(lane);
    Message second = stored("two").message();
    Appended third = stored("three");
    List<Message> read = List.of(second, deleted(third));

    MessageRestored restore =
        new MessageRestored(chat.messages().restore(third.message().id()).message());
    lane.add(restore);
    assertThat(all(lane)).isEmpty();
    lane.fill(new Sequence(1), Instant.MIN, read, third.state());

    assertThat(all(lane))
        .containsExactly(new MessageSent(second), new MessageSent(restore.message()), restore);
  }

  @Test
  void givenADeleteBeforeItIsKnownWhatHasGoneOut_whenTheStoreWasReadBeforeIt_thenItStays() {
    Message first = stored("one").message();
    Appended second = stored("two");
    Lane lane = new Lane(Participants.of(ALICE, BOB), true, timer::nanoTime);
    MessageDeleted delete = new MessageDeleted(deleted(second));

    lane.add(delete);
    assertThat(all(lane)).containsExactly(delete);
    lane.fill(new Sequence(1), first.createdAt(), List.of(second.message()), second.state());

    assertThat(all(lane)).doesNotContain(new MessageSent(second.message())).contains(delete);
  }

  @Test
  void givenAFollowerWhoWasToldLessThanHasGoneOut_whenOneOfThoseIsDeleted_thenItIsTold() {
    Lane lane = new Lane(Participants.of(ALICE, BOB), true, timer::nanoTime);
    lane.add(new MessageSent(stored("one").message()));
    Appended second = stored("two");
    lane.add(new MessageSent(second.message()));
    assertThat(all(lane)).hasSize(2);
    MessageDeleted delete = new MessageDeleted(deleted(second));

    lane.keepTrack(OptionalLong.empty());
    lane.goOnFrom(new Sequence(1));
    lane.add(delete);

    assertThat(all(lane)).containsExactly(delete);
  }

  @Test
  void givenADeleteAndItsRestore_whenTheyCrossEachOther_thenTheMessageIsNotDeletedAgain() {
    Appended first = stored("one");
    announce(first);
    Message gone = deleted(first);
    Message back = chat.messages().restore(gone.id()).message();

    delivery.publish(new MessageRestored(back));
    delivery.publish(new MessageDeleted(gone));
    delivery.publish(new MessageRestored(back)); // found in the store, too

    assertThat(chat.notifier().events(MessageRestored.class)).hasSize(1);
    assertThat(chat.notifier().events(MessageDeleted.class)).isEmpty();
  }

  @Test
  void givenAMessageThatWentOutDuringALook_whenItsDeleteWaits_thenItIsToldToo() {
    Lane lane = new Lane(Participants.of(ALICE, BOB), false, timer::nanoTime);
    lane.add(new MessageSent(stored("one").message()));
    Appended second = stored("two");
    Message third = stored("three").message();
    Appended fourth = stored("four");
    lane.add(new MessageSent(third)); // and the store is asked for the second
    assertThat(all(lane)).hasSize(1);
    lane.add(new MessageSent(second.message()));
    assertThat(all(lane)).hasSize(2);
    MessageDeleted delete = new MessageDeleted(deleted(second));

    lane.add(new MessageSent(stored("five").message()));
    assertThat(all(lane)).isEmpty();
    lane.add(delete);
    List<Message> read = List.of(second.message(), third, fourth.message());
    lane.fill(new Sequence(1), Instant.MIN, read, fourth.state());

    assertThat(all(lane)).hasSize(3).contains(new MessageSent(fourth.message())).contains(delete);
  }

  @Test
  void givenALookFromBeforeWhatHasGoneOut_whenItEndsAndAnotherFollows_thenNothingIsToldAgain() {
    Appended first = stored("one");
    List<Message> read = List.of(stored("two").message(), stored("three").message());
    Lane lane = new Lane(Participants.of(ALICE, BOB), true, timer::nanoTime);
    lane.add(new MessageSent(first.message()));
    read.forEach(message -> lane.add(new MessageSent(message)));
    assertThat(all(lane)).hasSize(3);

    for (int look = 0; look < 2; look++) {
      lane.keepTrack(OptionalLong.empty());
      lane.fill(new Sequence(1), first.message().createdAt(), read, first.state());
      assertThat(all(lane)).doesNotHaveAnyElementsOfTypes(MessageSent.class);
    }
    assertThat(lane.goneOut()).isEqualTo(3);
  }

  @Test
  void givenALookUnderWay_whenAnotherIsAskedFor_thenWhatWasStoredBetweenIsFound() {
    announce(stored("one"));
    Participants pair = Participants.of(ALICE, BOB);
    conversations.meanwhile(
        () -> {
          stored("two");
          delivery.look(pair);
        });

    delivery.look(pair);
    worker.run();

    assertThat(sent()).containsExactly(1L, 2L);
  }

  @Test
  void givenAHole_whenWatched_thenWhatWaitsAndWhatWasFilledIsSeen() {
    announce(stored("one"));
    stored("silent");
    stored("silent too");
    announce(stored("four"));

    DeliveryStatistics broken = delivery.statistics();
    worker.run();
    DeliveryStatistics filled = delivery.statistics();

    assertThat(broken).isEqualTo(new DeliveryStatistics(1, 1, 2, 0, 0));
    assertThat(filled).isEqualTo(new DeliveryStatistics(1, 0, 0, 3, 0)); // the fourth is read again
  }

  @Test
  void givenAHoleThatIsNotFilledInTime_whenWatched_thenItIsSeenAsGivenUp() {
    announce(stored("one"));
    stored("silent");
    announce(stored("three"));

    timer.advance(OrderedDelivery.PATIENCE.plusSeconds(1)); // and nobody reads the store

    assertThat(sent()).containsExactly(1L, 3L);
    assertThat(delivery.statistics()).isEqualTo(new DeliveryStatistics(1, 0, 0, 0, 1));
  }

  @Test
  void givenAHole_whenOtherEventsFollow_thenTheyWaitToo() {
    announce(stored("one"));
    stored("silent");
    Appended third = stored("three");
    announce(third);
    Marked marked = chat.receipts().markRead(third.message().conversation(), BOB, Optional.empty());
    delivery.publish(new MessagesRead(marked.receipt()));
    assertThat(chat.notifier().events(MessagesRead.class)).isEmpty();

    worker.run();

    List<ChatEvent> events = chat.notifier().events();
    assertThat(events.get(events.size() - 1)).isEqualTo(new MessagesRead(marked.receipt()));
    assertThat(sent()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void givenAMessageMissingThatIsDeletedByNow_whenTheHoleIsFilled_thenItIsToldAsDeleted() {
    announce(stored("one"));
    Message silent = stored("silent").message();
    chat.messages().delete(silent.id());
    announce(stored("three"));

    worker.run();

    assertThat(sent()).containsExactly(1L, 3L);
    assertThat(chat.notifier().events(MessageDeleted.class))
        .extracting(event -> event.message().sequence().value())
        .containsExactly(2L);
  }

  @Test
  void givenAnEventThatWasFilledIn_whenItComesLate_thenItIsNotToldAgain() {
    announce(stored("one"));
    Appended late = stored("two");
    announce(stored("three"));
    worker.run();

    announce(late);

    assertThat(sent()).containsExactly(1L, 2L, 3L);
    assertThat(updates()).extracting(update -> update.state().change()).isSorted();
  }

  @Test
  void givenStoreThatDoesNotAnswer_whenItIsBackInTime_thenTheHoleIsFilled() {
    announce(stored("one"));
    stored("silent");
    conversations.fail(true);
    announce(stored("three"));
    passTime(Duration.ofSeconds(4));
    assertThat(sent()).containsExactly(1L);

    conversations.fail(false);
    passTime(Duration.ofSeconds(4));

    assertThat(sent()).containsExactly(1L, 2L, 3L);
    assertThat(chat.notifier().events(DeliveryBroken.class)).isEmpty();
  }

  @Test
  void givenStoreThatDoesNotAnswer_whenPatienceEnds_thenTheHoleIsNamedAndTheRestGoesOut() {
    Message first = stored("one").message();
    delivery.publish(new MessageSent(first));
    stored("silent");
    conversations.fail(true);
    announce(stored("three"));

    passTime(OrderedDelivery.PATIENCE.plusSeconds(1));

    assertThat(sent()).containsExactly(1L, 3L);
    assertThat(chat.notifier().events(DeliveryBroken.class))
        .containsExactly(
            new DeliveryBroken(
                first.conversation(), new Participants(ALICE, BOB), new Sequence(1)));
    conversations.fail(false);
    passTime(Duration.ofSeconds(10));
    announce(stored("four"));
    assertThat(sent()).containsExactly(1L, 3L, 4L);
  }

  @Test
  void givenMoreMissingThanCanBeFilled_whenTheNextComes_thenTheHoleIsNamedAtOnce() {
    announce(stored("one"));
    for (int i = 0; i <= MissingMessages.MAX_MISSING; i++) {
      stored("silent");
    }
    announce(stored("last"));

    worker.run();

    assertThat(sent()).hasSize(2);
    assertThat(chat.notifier().events(DeliveryBroken.class)).hasSize(1);
  }

  @Test
  void givenMoreMissingThanCanBeFilled_whenALookFindsIt_thenTheHoleIsNamedThoughNothingWaits() {
    Message first = stored("one").message();
    delivery.publish(new MessageSent(first));
    for (int i = 0; i <= MissingMessages.MAX_MISSING; i++) {
      stored("silent");
    }

    delivery.look(first.participants());
    worker.run();
    delivery.look(first.participants());
    worker.run();
    announce(stored("last"));

    assertThat(chat.notifier().events(DeliveryBroken.class))
        .containsExactly(
            new DeliveryBroken(first.conversation(), first.participants(), first.sequence()));
    assertThat(delivery.statistics().givenUpHoles()).isEqualTo(1);
    assertThat(sent()).containsExactly(1L, MissingMessages.MAX_MISSING + 3L);
  }

  @Test
  void givenFollowerOfAQuietConversation_whenAHoleIsGivenUp_thenItIsNamedFromWhatHeWasTold() {
    stored("one");
    for (int i = 0; i < 300; i++) {
      stored("silent");
    }
    Appended last = stored("last");
    Lane lane = new Lane(last.message().participants(), true, timer::nanoTime);
    lane.goOnFrom(new Sequence(1));
    lane.add(new MessageSent(last.message()));
    lane.begin();
    assertThat(lane.next()).isEmpty();

    lane.giveUp();

    assertThat(lane.next())
        .contains(
            new DeliveryBroken(
                last.message().conversation(), last.message().participants(), new Sequence(1)));
  }

  @Test
  void givenAnAnswerThatWasLost_whenTheStoreHasTheMessage_thenItIsAnnounced() {
    announce(stored("one"));
    MessageDraft draft = aDraft().saying("two").build();
    Appended stored = await(chat.messages().append(draft));

    delivery.uncertain(draft);
    worker.run();

    assertThat(sent()).containsExactly(1L, 2L);
    assertThat(updates()).last().extracting(ConversationUpdated::state).isEqualTo(stored.state());
  }

  @Test
  void givenAnAnswerThatWasLost_whenTheStatementCommitsLater_thenItIsAnnouncedAllTheSame() {
    announce(stored("one"));
    MessageDraft draft = aDraft().saying("two").build();
    delivery.uncertain(draft);
    worker.run();
    assertThat(sent()).containsExactly(1L);

    await(chat.messages().append(draft));
    passTime(Duration.ofSeconds(3));

    assertThat(sent()).containsExactly(1L, 2L);
  }

  @Test
  void givenAnAnswerThatWasLostWithTheStore_whenTheStoreIsBackLater_thenItIsAnnounced() {
    announce(stored("one"));
    MessageDraft draft = aDraft().saying("two").build();
    await(chat.messages().append(draft));
    conversations.fail(true);
    delivery.uncertain(draft);
    passTime(Duration.ofMinutes(1));
    assertThat(sent()).containsExactly(1L);

    conversations.fail(false);
    passTime(Duration.ofSeconds(5));

    assertThat(sent()).containsExactly(1L, 2L);
    assertThat(chat.notifier().events(DeliveryBroken.class)).isEmpty();
  }

  @Test
  void givenAConversationOfWhichNothingIsKnown_whenAnAnswerWasLost_thenOnlyThatIsAnnounced() {
    stored("long ago");
    stored("long ago");
    MessageDraft draft = aDraft().saying("lost").knownAs("c-1").build();
    await(chat.messages().append(draft));

    delivery.uncertain(draft);
    worker.run();

    assertThat(sent()).containsExactly(3L);
  }

  @Test
  void givenAConversationOfWhichNothingIsKnown_whenALostAnswerIsFollowedByAMessage_thenBothGoOut() {
    stored("long ago");
    MessageDraft draft = aDraft().saying("lost").build();
    conversations.fail(true);
    await(chat.messages().append(draft));
    delivery.uncertain(draft);
    worker.run();
    conversations.fail(false);

    announce(stored("next"));
    passTime(Duration.ofSeconds(3));

    assertThat(sent()).containsExactly(2L, 3L);
  }

  @Test
  void givenALostAnswer_whenOthersAreStoredBeforeTheRepeatOfItsDraft_thenNoneIsLeftOut() {
    stored("long ago");
    MessageDraft draft = aDraft().saying("lost").knownAs("c-1").build();
    conversations.fail(true);
    delivery.uncertain(draft);
    worker.run();

    announce(stored("another"));
    announce(await(chat.messages().append(draft)));
    conversations.fail(false);
    passTime(Duration.ofSeconds(3));

    assertThat(sent()).containsExactly(2L, 3L);
  }

  @Test
  void givenARepeatOfAnOldMessage_whenItsAnswerWasLost_thenNothingIsAnnouncedAgain() {
    MessageDraft draft = aDraft().knownAs("c-1").build();
    await(chat.messages().append(draft));
    stored("and on");
    timer.advance(Duration.ofMinutes(6));

    delivery.uncertain(draft);
    passTime(Duration.ofSeconds(20));

    assertThat(sent()).isEmpty();
  }

  @Test
  void givenARepeatOfAMessageOfBeforeTheStart_whenItsAnswerWasLost_thenNothingIsAnnouncedAgain() {
    MessageDraft draft = aDraft().knownAs("c-1").build();
    await(chat.messages().append(draft));
    stored("and on");
    timer.advance(Duration.ofSeconds(1));

    delivery().uncertain(draft);
    passTime(Duration.ofSeconds(20));

    assertThat(sent()).isEmpty();
  }

  @Test
  void givenAStoreWhoseClockIsSetBack_whenAnAnswerIsLost_thenItsMessageIsAnnounced() {
    timer.advance(Duration.ofMinutes(6));
    clockIsAhead = Duration.ofHours(-1);
    MessageDraft draft = aDraft().knownAs("c-1").build();
    await(chat.messages().append(draft));

    delivery.uncertain(draft);
    worker.run();

    assertThat(sent()).containsExactly(1L);
  }

  @Test
  void givenAStoreWhoseClockWasSetBack_whenAnOldMessageIsRepeated_thenNothingIsAnnouncedAgain() {
    MessageDraft draft = aDraft().knownAs("c-1").build();
    await(chat.messages().append(draft));
    timer.advance(Duration.ofMinutes(6));
    announce(await(chat.messages().append(aDraft().to(CAROL).build())));
    clockIsAhead = Duration.ofMinutes(-30);

    delivery.uncertain(draft);
    passTime(Duration.ofSeconds(20));

    assertThat(sent()).as("only what was announced before").containsExactly(1L);
  }

  @Test
  void givenAStoreWhoseClockIsAhead_whenAnOldMessageIsRepeated_thenNothingIsAnnouncedAgain() {
    clockIsAhead = Duration.ofHours(1);
    MessageDraft draft = aDraft().knownAs("c-1").build();
    await(chat.messages().append(draft));
    timer.advance(Duration.ofMinutes(6));

    delivery.uncertain(draft);
    passTime(Duration.ofSeconds(20));

    assertThat(sent()).isEmpty();
  }

  @Test
  void givenSomebodyWhoFollowsFromAPosition_whenTheNextMessageIsMissing_thenItIsFilledIn() {
    stored("long ago");
    stored("told by the join");
    delivery.followed(new Participants(ALICE, BOB), new Sequence(2));
    stored("silent");

    announce(stored("next"));
    worker.run();

    assertThat(sent()).containsExactly(3L, 4L);
  }

  @Test
  void givenSomebodyWhoHasReadAMessage_whenItsAnswerWasLost_thenTheOthersAreToldOfIt() {
    MessageDraft draft = aDraft().saying("lost").build();
    stored("long ago");
    await(chat.messages().append(draft));
    delivery.followed(new Participants(ALICE, BOB), new Sequence(2));

    delivery.uncertain(draft);
    announce(stored("next"));
    passTime(Duration.ofSeconds(2));

    assertThat(sent()).containsExactly(2L, 3L);
  }

  @Test
  void givenSomebodyWhoFollows_whenAMessageThatHeHasReadIsAnnouncedLate_thenTheOthersGetIt() {
    Appended late = stored("late");
    delivery.followed(new Participants(ALICE, BOB), new Sequence(1));

    announce(late);
    announce(stored("next"));

    assertThat(sent()).containsExactly(1L, 2L);
  }

  @Test
  void givenADraftThatWasNotStored_whenTheStoreIsAsked_thenNothingIsAnnouncedAndTheAskingEnds() {
    announce(stored("one"));
    delivery.uncertain(aDraft().saying("never").build());
    passTime(Duration.ofSeconds(20));
    int asked = conversations.asked();

    passTime(Duration.ofSeconds(20));

    assertThat(sent()).containsExactly(1L);
    assertThat(conversations.asked()).isEqualTo(asked).isLessThan(12);
  }

  @Test
  void givenManyAnswersLostAtOnce_whenTheStoreIsBack_thenItIsAskedForAllTogether() {
    for (long user = 21; user < 101; user += 2) {
      DraftBuilder draft = aDraft().from(new UserId(user)).to(new UserId(user + 1));
      announce(stored(draft));
      stored(draft.saying("lost"));
      delivery.uncertain(draft.build());
    }

    worker.run();

    assertThat(sent()).hasSize(80);
    assertThat(conversations.asked()).isLessThan(4);
  }

  @Test
  void givenMoreDoubtsThanAreLookedAtTogether_whenTheStatementsCommitLate_thenAllAreAnnounced() {
    List<MessageDraft> drafts = new ArrayList<>();
    for (long user = 1; drafts.size() < 600; user++) {
      for (long other = user + 1; other <= 120 && drafts.size() < 600; other++) {
        DraftBuilder draft = aDraft().from(new UserId(user)).to(new UserId(other));
        announce(stored(draft));
        drafts.add(draft.saying("lost").build());
      }
    }
    chat.notifier().clear();
    drafts.forEach(delivery::uncertain);
    passTime(Duration.ofMillis(100));

    drafts.forEach(draft -> await(chat.messages().append(draft)));
    passTime(Duration.ofSeconds(20));

    assertThat(sent()).hasSize(600);
  }

  @Test
  void givenAMissingMessageThatCannotBeRead_whenTheNextComes_thenTheHoleIsNamedAtOnce() {
    UnreadableHistory history = new UnreadableHistory();
    OrderedDelivery unlucky =
        new OrderedDelivery(
            chat.notifier(), conversations, history, Reach.whole(), timer::nanoTime, worker, timer);
    unlucky.publish(new MessageSent(stored("one").message()));
    stored("silent");
    unlucky.publish(new MessageSent(stored("three").message()));

    worker.run();

    assertThat(sent()).containsExactly(1L, 3L);
    assertThat(chat.notifier().events(DeliveryBroken.class)).hasSize(1);
  }

  @Test
  void givenReadPositionsOutOfOrder_whenPublished_thenTheyOnlyMoveForward() {
    announce(stored("one"));
    Appended second = stored("two");
    announce(second);
    var conversation = second.message().conversation();
    Marked one = chat.receipts().markRead(conversation, BOB, Optional.of(new Sequence(1)));
    Marked two = chat.receipts().markRead(conversation, BOB, Optional.of(new Sequence(2)));

    delivery.publish(new MessagesRead(two.receipt()));
    delivery.publish(new ConversationUpdated(two.state()));
    delivery.publish(new MessagesRead(one.receipt()));
    delivery.publish(new ConversationUpdated(one.state()));

    assertThat(chat.notifier().events(MessagesRead.class))
        .containsExactly(new MessagesRead(two.receipt()));
    assertThat(updates()).last().isEqualTo(new ConversationUpdated(two.state()));
  }

  @Test
  void givenABackupWasRestored_whenPositionsAreGivenAgain_thenTheirMessagesGoOut() {
    Appended first = stored("one");
    announce(first);
    announce(stored("two"));
    Message second =
        chat.history().sequence(first.message().conversation(), new Sequence(1), 1).get(0);
    Message again =
        new Message(
            second.id(),
            second.conversation(),
            second.sequence(),
            second.sender(),
            second.receiver(),
            second.content(),
            second.attachment(),
            second.clientMessageId(),
            second.readAt(),
            second.deletedAt(),
            second.createdAt().plusSeconds(60),
            second.updatedAt().plusSeconds(60),
            second.flag());

    delivery.publish(new MessageSent(again));

    assertThat(sent()).containsExactly(1L, 2L, 2L);
  }

  @Test
  void givenManyThreads_whenTheyAnnounceInAnyOrder_thenEachMessageGoesOutOnceInSequence() {
    List<Appended> all =
        LongStream.range(0, 400).mapToObj(number -> stored("message " + number)).toList();
    var atOnce =
        new OrderedDelivery(
            chat.notifier(),
            chat.conversations(),
            chat.history(),
            Reach.whole(),
            timer::nanoTime,
            Runnable::run,
            timer);
    atOnce.publish(new MessageSent(all.get(0).message()));

    Concurrently.call(
        8,
        thread -> {
          for (int i = 1 + thread; i < all.size(); i += 8) {
            atOnce.publish(new MessageSent(all.get(i).message()));
            atOnce.publish(new ConversationUpdated(all.get(i).state()));
          }
          return 0;
        });
    passTime(Duration.ofSeconds(3));

    assertThat(sent()).containsExactlyElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
    assertThat(updates()).extracting(update -> update.state().change()).isSorted();
    assertThat(updates())
        .last()
        .extracting(ConversationUpdated::state)
        .isEqualTo(all.get(399).state());
  }

  /** As with imported rows that break the rules of a message. */
  private static final class UnreadableHistory implements MessageHistory {
    private static InvalidValueException unreadable() {
      return new InvalidValueException("content", "planned");
    }

    @Override
    public List<Message> sequence(ConversationId conversation, Sequence after, int limit) {
      throw unreadable();
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public Snapshot snapshot() {
      throw unreadable();
    }

    @Override
    public Sequence lastIn(Snapshot snapshot, ConversationId conversation, Sequence after) {
      throw unreadable();
    }

    @Override
    public Optional<Authorship> authorship(MessageId message, UserId participant) {
      throw unreadable();
    }

    @Override
    public List<Message> findAll(List<MessageId> ids) {
      throw unreadable();
    }

    @Override
    public Page<Message> page(ConversationId conversation, PageRequest request) {
      throw unreadable();
    }

    @Override
    public Slice after(ConversationId conversation, Sequence after, int limit) {
      throw unreadable();
    }

    @Override
    public Slice before(ConversationId conversation, Sequence before, int limit) {
      throw unreadable();
    }
  }
}
