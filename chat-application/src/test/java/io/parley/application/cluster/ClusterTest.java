package io.parley.application.cluster;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.memory.MemoryBus;
import io.parley.application.ManualWorker;
import io.parley.application.TestChat;
import io.parley.application.cluster.DisturbedBus.Mode;
import io.parley.application.delivery.OrderedDelivery;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.DeliveryBroken;
import io.parley.domain.event.ChatEvent.MessageDeleted;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.event.ChatEvent.MessagesRead;
import io.parley.domain.event.ChatEvent.PresenceChanged;
import io.parley.domain.event.ChatEvent.TypingChanged;
import io.parley.domain.message.Message;
import io.parley.domain.port.MessageHistory.Snapshot;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.port.MessageStore.Changed;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.presence.TypingSignal;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.DraftBuilder;
import io.parley.testkit.fixture.ManualTimer;
import io.parley.testkit.fixture.RecordingNotifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Several nodes of one chat; time passes when the test says so. */
class ClusterTest {
  private final ManualTimer timer = new ManualTimer();
  private final ManualWorker worker = new ManualWorker();
  private final TestChat chat = new TestChat(timer.clock());
  private final MemoryBus bus = MemoryBus.create();
  private Set<Participants> silent = Set.of();
  private final Node one = new Node(1, bus);
  private final Node two = new Node(2, bus.join());
  private final Node three = new Node(3, bus.join());

  /** What one process wires. */
  private final class Node {
    private final DisturbedBus bus;
    private final RecordingNotifier sockets = new RecordingNotifier();
    private final LocalUsers users;
    private final OrderedDelivery delivery;
    private final ClusterPublisher publisher;
    private final ClusterNotifier notifier;
    private final ClusterInbox inbox;
    private Runnable late = () -> {};

    Node(long id, MemoryBus end) {
      bus = new DisturbedBus(end);
      users =
          new LocalUsers(
              bus,
              new Snapshots(chat.history()::snapshot, worker),
              timer::nanoTime,
              () -> late.run());
      delivery =
          new OrderedDelivery(
              sockets, chat.conversations(), chat.history(), users, timer::nanoTime, worker, timer);
      publisher = new ClusterPublisher(bus, id);
      notifier = new ClusterNotifier(delivery, publisher);
      ClusterRepair.Stores stores =
          new ClusterRepair.Stores(
              chat.log(), chat.history(), chat.conversations(), chat.receipts());
      ClusterRepair repair = new ClusterRepair(delivery, stores, pairs -> silent, worker, timer);
      late = repair::checkSoon;
      inbox = new ClusterInbox(delivery, id, repair, Runnable::run);
      bus.listen(inbox);
      repair.start();
    }

    /** Announces what was stored through this node. */
    Message announce(Appended appended) {
      publisher.together(
          () -> {
            notifier.publish(new MessageSent(appended.message()));
            notifier.publish(new ConversationUpdated(appended.state()));
          });
      return appended.message();
    }

    List<Long> sent() {
      return sockets.events(MessageSent.class).stream()
          .map(event -> event.message().sequence().value())
          .toList();
    }
  }

  private Appended stored(DraftBuilder draft) {
    return await(chat.messages().append(draft.build()));
  }

  private Appended stored() {
    return stored(aDraft());
  }

  private void passTime(Duration duration) {
    for (long left = duration.toMillis(); left > 0; left -= 50) {
      timer.advance(Duration.ofMillis(50));
      worker.run();
    }
  }

  private void passTime() {
    passTime(Duration.ofMillis(500));
  }

  @Test
  void givenUsersOnTwoNodes_whenOneSends_thenBothNodesDeliverAndOthersGetNothing() {
    one.users.arrived(ALICE);
    two.users.arrived(BOB);
    three.users.arrived(CAROL);

    one.announce(stored());

    assertThat(one.sent()).containsExactly(1L);
    assertThat(two.sent()).containsExactly(1L);
    assertThat(two.sockets.events(ConversationUpdated.class)).hasSize(1);
    assertThat(three.sockets.events()).isEmpty();
    assertThat(one.bus.published()).isEqualTo(1);
  }

  @Test
  void givenSenderWithoutAConnection_whenHeSends_thenTheReceiversNodeDelivers() {
    two.users.arrived(BOB);

    one.announce(stored());

    assertThat(one.sent()).isEmpty();
    assertThat(two.sent()).containsExactly(1L);
  }

  @Test
  void givenBothUsersOnANode_whenAFrameComesTwice_thenItIsDeliveredOnce() {
    two.users.arrived(ALICE);
    two.users.arrived(BOB);
    one.bus.mode(Mode.DOUBLE);
    Message message = one.announce(stored());

    one.notifier.publish(
        new TypingChanged(
            new TypingSignal(message.conversation(), ALICE, true, new ConnectionId("tab")),
            Participants.of(ALICE, BOB)));

    assertThat(two.sent()).containsExactly(1L);
    assertThat(two.sockets.events(TypingChanged.class)).hasSize(1);
  }

  @Test
  void givenLostFrame_whenTheNextOneArrives_thenBothAreDeliveredInSequence() {
    two.users.arrived(BOB);
    one.announce(stored());
    one.bus.mode(Mode.LOSE);
    one.announce(stored());
    one.bus.mode(Mode.CARRY);

    one.announce(stored());
    passTime();

    assertThat(two.sent()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void givenConversationThatIsNewToANode_whenItsMessagesComeBackwards_thenTheyGoOutInSequence() {
    stored();
    passTime(Duration.ofMinutes(20));
    two.users.arrived(BOB);
    passTime();
    one.bus.mode(Mode.KEEP);
    one.announce(stored());
    one.announce(stored());

    one.bus.carryKeptBackwards();
    passTime();

    assertThat(two.sent()).containsExactly(2L, 3L);
  }

  @Test
  void givenUserWhoWasAway_whenHeIsBack_thenWhatHeReadsIsNotAnnouncedAgain() {
    two.users.arrived(BOB);
    one.announce(stored());
    two.users.departed(BOB);
    passTime(Duration.ofSeconds(31));
    two.users.sweep();
    one.announce(stored());
    one.announce(stored());
    passTime();

    two.users.arrived(BOB);
    two.notifier.followed(Participants.of(ALICE, BOB), new Sequence(3));
    one.announce(stored());
    passTime();

    assertThat(two.sent()).containsExactly(1L, 4L);
  }

  @Test
  void
      givenUserWhoComesAsHisPartnerIsForgotten_whenItIsLookedFor_thenWhatWentOutJustNowIsNotTwice() {
    two.users.arrived(ALICE);
    one.announce(stored());
    two.users.departed(ALICE);
    passTime(Duration.ofSeconds(31));
    one.announce(stored()); // she is still listened to
    passTime(Duration.ofMillis(100));
    two.users.arrived(BOB);
    two.users.sweep();

    two.delivery.look(Participants.of(ALICE, BOB));
    passTime();
    one.announce(stored());
    passTime();

    assertThat(two.sent()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void givenMessageFromBeforeTheUserCame_whenSomebodyFollowsFromBeforeIt_thenItIsNotSkipped() {
    stored();
    Appended unheard = stored(); // by another node, while the bus was away
    passTime(Duration.ofSeconds(2));
    two.users.arrived(BOB);
    two.delivery.look(Participants.of(ALICE, BOB));
    two.notifier.followed(Participants.of(ALICE, BOB), new Sequence(1)); // read before it came
    worker.run();
    passTime();

    two.announce(stored());
    passTime();

    assertThat(unheard.message().sequence()).isEqualTo(new Sequence(2));
    assertThat(two.sent()).containsExactly(2L, 3L);
  }

  /** As sockets do. */
  private void connect(Node node, UserId user) {
    var reachable = node.users.expect(user).toCompletableFuture();
    worker.run();
    assertThat(reachable).isCompleted();
    node.users.arrived(user);
  }

  @Test
  void givenFramesThatAreLate_whenTheyAreOfBeforeTheUserCame_thenNothingIsAnnouncedTwice() {
    one.bus.mode(Mode.KEEP);
    one.announce(stored());
    one.announce(stored());
    one.announce(stored());
    connect(two, BOB);

    one.bus.carryKeptBackwards();
    passTime();
    one.bus.mode(Mode.CARRY);
    one.announce(stored());
    passTime();

    assertThat(two.sent()).containsExactly(4L);
  }

  @Test
  void givenFollower_whenFramesOfBeforeHeCameAreLate_thenNothingIsAnnouncedTwice() {
    one.bus.mode(Mode.KEEP);
    one.announce(stored());
    one.announce(stored());
    one.announce(stored());
    connect(two, BOB);
    two.notifier.followed(Participants.of(ALICE, BOB), new Sequence(3));

    two.delivery.look(Participants.of(ALICE, BOB));
    one.bus.carryKeptBackwards();
    passTime();
    one.bus.mode(Mode.CARRY);
    one.announce(stored());
    passTime();

    assertThat(two.sent()).containsExactly(4L);
  }

  @Test
  void givenFollower_whenALateFrameIsOfAfterHeCame_thenItIsAnnounced() {
    one.announce(stored());
    connect(two, BOB);
    one.bus.mode(Mode.KEEP);
    one.announce(stored());
    one.announce(stored());
    two.notifier.followed(Participants.of(ALICE, BOB), new Sequence(3));

    one.bus.carryKeptBackwards();
    one.bus.mode(Mode.CARRY);
    one.announce(stored());
    passTime();

    assertThat(two.sent()).containsExactly(2L, 3L, 4L);
  }

  @Test
  void givenSnapshotThatComesAfterTheConnection_whenItHasAMessage_thenTheMessageIsAnnouncedStill() {
    one.announce(stored());
    passTime();
    two.users.expect(BOB);
    two.users.arrived(BOB); // would not wait any longer
    one.bus.mode(Mode.LOSE);
    one.announce(stored());
    worker.run();

    one.bus.mode(Mode.CARRY);
    one.announce(stored());
    passTime();

    assertThat(two.sent()).containsExactly(2L, 3L);
  }

  @Test
  void givenStoreThatIsAway_whenAUserConnects_thenHeIsReachedAllTheSame() {
    Snapshots none =
        new Snapshots(
            () -> {
              throw new StoreUnavailableException("planned", new IllegalStateException());
            },
            worker);
    LocalUsers users = new LocalUsers(bus, none, timer::nanoTime, () -> {});

    var reachable = users.expect(BOB).toCompletableFuture();
    worker.run();

    assertThat(reachable).isCompleted();
    assertThat(users.since(Participants.of(ALICE, BOB))).isPresent();
    assertThat(users.before(Participants.of(ALICE, BOB))).isEmpty();
  }

  @Test
  void givenOverload_whenAUserConnects_thenHeIsReachedAllTheSame() {
    worker.refuse(true);

    var reachable = one.users.expect(BOB).toCompletableFuture();

    assertThat(reachable).isCompleted();
    assertThat(one.users.since(Participants.of(ALICE, BOB))).isPresent();
  }

  @Test
  void givenManyUsersAtOnce_whenTheyConnect_thenTheyShareASnapshotThatIsTakenAfterTheyCame() {
    AtomicInteger taken = new AtomicInteger();
    Snapshots snapshots =
        new Snapshots(
            () -> new Snapshot(Instant.EPOCH, String.valueOf(taken.incrementAndGet())), worker);
    var first = snapshots.take().toCompletableFuture();
    var second = snapshots.take().toCompletableFuture();
    worker.run();

    var third = snapshots.take().toCompletableFuture();
    worker.refuse(true);
    var refused = new Snapshots(chat.history()::snapshot, worker).take().toCompletableFuture();
    worker.refuse(false);
    worker.run();

    assertThat(first.join()).isEqualTo(second.join()).isNotEqualTo(third.join());
    assertThat(taken).hasValue(2);
    assertThat(refused.join()).isEmpty();
  }

  @Test
  void givenUserWhoIsBackAndFollowsNothing_whenAMessageComes_thenOldOnesAreNotAnnounced() {
    two.users.arrived(BOB);
    one.announce(stored());
    two.users.departed(BOB);
    passTime(Duration.ofSeconds(31));
    two.users.sweep();
    one.announce(stored());
    passTime(Duration.ofSeconds(1));

    two.users.arrived(BOB);
    passTime(Duration.ofSeconds(1));
    one.announce(stored());
    passTime();

    assertThat(two.sent()).containsExactly(1L, 3L);
  }

  @Test
  void givenReconnectWithinSeconds_whenAMessageCameMeanwhile_thenTheNodeHasHeardIt() {
    two.users.arrived(BOB);
    two.users.departed(BOB);
    passTime(Duration.ofSeconds(29));
    two.users.sweep();
    one.announce(stored());

    two.users.arrived(BOB);

    assertThat(two.sent()).containsExactly(1L);
  }

  @Test
  void givenMessageThatIsTooLargeForTheBus_whenSent_thenOthersReadItFromTheStore() {
    two.users.arrived(BOB);

    one.announce(stored(aDraft().saying("é".repeat(10_000))));
    passTime();

    assertThat(two.sent()).containsExactly(1L);
  }

  @Test
  void givenEventsTooLargeForTheBus_whenPublished_thenOthersReadThemFromTheStore() {
    two.users.arrived(BOB);
    one.announce(stored(aDraft().saying("é".repeat(10_000))));
    Message last = one.announce(stored(aDraft().saying("a".repeat(10_000))));
    passTime();

    Changed deleted = chat.messages().delete(last.id());
    one.notifier.publish(new MessageDeleted(deleted.message()));
    one.notifier.publish(new ConversationUpdated(deleted.state()));
    worker.run();

    assertThat(two.sockets.events(MessageDeleted.class))
        .containsExactly(new MessageDeleted(deleted.message()));
    assertThat(two.sockets.events(ConversationUpdated.class))
        .last()
        .isEqualTo(new ConversationUpdated(deleted.state()));
  }

  @Test
  void givenStoredMessageWhoseAnswerWasLost_whenItIsUncertain_thenTheOtherNodesFindIt() {
    two.users.arrived(BOB);
    passTime();
    DraftBuilder draft = aDraft().saying("silent");
    stored(draft);

    one.notifier.uncertain(draft.build());
    passTime();

    assertThat(two.sent()).containsExactly(1L);
  }

  @Test
  void givenManyEventsTogether_whenTheyDoNotFitIntoAFrame_thenTheyCrossInSeveral() {
    two.users.arrived(BOB);

    one.publisher.together(
        () -> {
          for (int i = 0; i < 20; i++) {
            one.announce(stored(aDraft().saying("x".repeat(1_000))));
          }
        });

    assertThat(two.sent()).hasSize(20).isSorted();
    assertThat(one.bus.published()).isBetween(3, 20);
  }

  @Test
  void givenBusThatIsAway_whenMessagesAreSent_thenOthersFindThemInTheStore() {
    two.users.arrived(BOB);
    passTime(Duration.ofSeconds(3));
    one.bus.mode(Mode.LOSE);
    two.inbox.interrupted("planned");

    one.announce(stored());
    passTime(Duration.ofSeconds(2));

    assertThat(two.sent()).containsExactly(1L);
    assertThat(two.sockets.events(ConversationUpdated.class)).hasSize(1);
  }

  @Test
  void givenFramesLostUnnoticed_whenTheBusIsRestored_thenTheyAreDelivered() {
    two.users.arrived(BOB);
    passTime(Duration.ofSeconds(3));
    one.bus.mode(Mode.LOSE);
    one.announce(stored());
    one.announce(stored(aDraft().from(CAROL).to(BOB)));
    passTime(Duration.ofSeconds(4));
    assertThat(two.sent()).isEmpty();

    two.inbox.restored();
    passTime();

    assertThat(two.sent()).containsExactly(1L, 1L);
  }

  @Test
  void givenDeleteAndReadMarkLostByTheBus_whenItIsRestored_thenTheyAreTold() {
    two.users.arrived(BOB);
    Message message = one.announce(stored());
    passTime(Duration.ofSeconds(3));
    one.bus.mode(Mode.LOSE);
    chat.messages().delete(message.id());
    Message second = stored(aDraft().from(BOB).to(ALICE)).message();
    chat.receipts().markRead(message.conversation(), ALICE, Optional.empty());

    two.inbox.restored();
    passTime();

    assertThat(two.sockets.events(MessageDeleted.class))
        .extracting(event -> event.message().id())
        .containsExactly(message.id());
    assertThat(two.sent()).containsExactly(1L, 2L);
    assertThat(two.sockets.events(MessagesRead.class))
        .extracting(event -> event.receipt().upTo())
        .containsExactly(second.sequence());
    assertThat(two.sockets.events(ConversationUpdated.class))
        .last()
        .extracting(event -> event.state().lastSequence())
        .isEqualTo(second.sequence());
    assertThat(two.sockets.events(DeliveryBroken.class)).isEmpty();
  }

  @Test
  void givenPairOfWhomOneHasBlockedTheOther_whenTheBusIsRestored_thenOnlyMessagesAreTold() {
    two.users.arrived(BOB);
    Message message = one.announce(stored());
    passTime(Duration.ofSeconds(3));
    List<ChatEvent> before = two.sockets.events();
    one.bus.mode(Mode.LOSE);
    chat.messages().delete(message.id());
    stored(aDraft().from(BOB).to(ALICE));
    chat.receipts().markRead(message.conversation(), ALICE, Optional.empty());
    silent = Set.of(Participants.of(ALICE, BOB));

    two.inbox.restored();
    passTime();

    assertThat(two.sent()).containsExactly(1L, 2L);
    assertThat(two.sockets.events())
        .hasSize(before.size() + 2) // and the conversation's state with the message
        .noneMatch(event -> event instanceof MessageDeleted || event instanceof MessagesRead);
  }

  @Test
  void givenUserWithManyPartners_whenHeComes_thenAllOfThemAreToldInSeveralFrames() {
    two.users.arrived(BOB);
    Set<UserId> audience =
        LongStream.rangeClosed(1, 1_200).mapToObj(UserId::new).collect(Collectors.toSet());

    one.publisher.publish(
        new PresenceChanged(new PresenceChange(CAROL, true, timer.now(), audience)));

    assertThat(one.bus.published()).isEqualTo((1_200 + 31) / 32);
    assertThat(two.sockets.events(PresenceChanged.class)).hasSize(1);
  }

  @Test
  void givenNothingLost_whenTheBusIsRestored_thenNobodyIsTold() {
    two.users.arrived(BOB);
    one.announce(stored());
    List<ChatEvent> before = two.sockets.events();

    two.inbox.restored();
    passTime(Duration.ofSeconds(3));

    assertThat(two.sockets.events()).isEqualTo(before);
  }

  @Test
  void givenDeleteOnOneNode_whenAnnounced_thenTheOtherDeliversIt() {
    two.users.arrived(BOB);
    Message message = one.announce(stored());

    one.notifier.publish(new MessageDeleted(message));

    assertThat(two.sockets.events(MessageDeleted.class)).hasSize(1);
  }

  @Test
  void givenUserWhoConnects_whenTheBusHasNotAnswered_thenHeWaits() {
    two.bus.beSlowToSubscribe();
    var reachable = two.users.expect(BOB).toCompletableFuture();
    assertThat(reachable).isNotDone();

    two.bus.answerSubscriptions();
    worker.run();

    assertThat(reachable).isCompleted();
  }

  @Test
  void givenUserWhoConnectsBeforeTheBusHasAnswered_whenAMessageIsLostMeanwhile_thenItIsFound() {
    stored();
    passTime(Duration.ofMinutes(1));
    two.bus.beSlowToSubscribe();
    two.users.expect(BOB);
    passTime(Duration.ofSeconds(2));
    two.users.arrived(BOB); // would not wait any longer
    two.notifier.followed(Participants.of(ALICE, BOB), new Sequence(1));
    one.bus.mode(Mode.LOSE);
    one.announce(stored());
    passTime(Duration.ofSeconds(3));
    assertThat(two.sent()).isEmpty();

    two.bus.answerSubscriptions();
    passTime(Duration.ofSeconds(2));

    assertThat(two.sent()).containsExactly(2L);
  }

  @Test
  void givenNodeThatCouldNotTellForAMinute_whenItSaysSo_thenWhatItStoredIsFoundWhereNothingWas() {
    two.users.arrived(BOB);
    passTime(Duration.ofMinutes(11));
    one.bus.mode(Mode.LOSE);
    one.announce(stored());
    passTime(Duration.ofSeconds(40));
    one.announce(stored(aDraft().from(CAROL).to(BOB)));
    passTime(Duration.ofSeconds(25));
    assertThat(two.sent()).isEmpty();

    two.inbox.missed(Duration.ofSeconds(65));
    passTime();

    assertThat(two.sent()).containsExactlyInAnyOrder(1L, 1L);
  }

  @Test
  void givenManyWordsAtOnce_whenOneIsOfALongSilence_thenWhatWasStoredInItIsFound() {
    two.users.arrived(BOB);
    passTime(Duration.ofMinutes(11));
    one.bus.mode(Mode.LOSE);
    one.announce(stored());
    passTime(Duration.ofSeconds(65));
    for (int i = 0; i < 60; i++) {
      two.inbox.missed(Duration.ofSeconds(1));
      worker.run();
    }
    assertThat(two.sent()).isEmpty();

    two.inbox.missed(Duration.ofSeconds(65));
    passTime();

    assertThat(two.sent()).containsExactly(1L);
  }

  @Test
  void givenMoreLostThanCanBeAnnounced_whenItIsLookedFor_thenAllOfItIsNamed() {
    two.users.arrived(BOB);
    passTime(Duration.ofSeconds(3));
    one.bus.mode(Mode.LOSE);
    Message first = one.announce(stored());
    for (int i = 0; i < 1_200; i++) {
      one.announce(stored());
    }

    two.inbox.restored();
    passTime();

    assertThat(two.sockets.events(DeliveryBroken.class))
        .singleElement()
        .satisfies(
            broken -> {
              assertThat(broken.conversation()).isEqualTo(first.conversation());
              assertThat(broken.delivered()).isEqualTo(Sequence.NONE);
            });
  }

  @Test
  void givenUserWhoWasExpectedAndDidNotCome_whenSwept_thenHeIsForgotten() {
    two.users.expect(BOB);
    passTime(Duration.ofSeconds(31));

    two.users.sweep();
    one.announce(stored());

    assertThat(two.users.count()).isZero();
    assertThat(two.sent()).isEmpty();
  }

  @Test
  void givenGarbage_whenReceived_thenItIsDropped() {
    two.users.arrived(BOB);

    two.inbox.received(new byte[] {9, 9, 9});
    one.announce(stored());

    assertThat(two.sent()).containsExactly(1L);
  }
}
