package io.parley.application.presence;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.DAVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.adapter.memory.MemoryPresenceRegistry;
import io.parley.application.ManualWorker;
import io.parley.application.TestChat;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent.PresenceChanged;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.PresenceRegistry.Pulse;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.ManualTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice talks with Bob and Carol; Dave with nobody. Bob and Carol are online when tests begin. */
class TrackPresenceTest {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration ALMOST = GRACE.minusMillis(1);
  private static final Duration A_BIT = Duration.ofMillis(1);
  private static final ConnectionId LAPTOP = new ConnectionId("laptop");
  private static final ConnectionId PHONE = new ConnectionId("phone");

  private final TestChat chat = new TestChat();
  private final MemoryPresenceRegistry registry = MemoryPresenceRegistry.create();
  private final LocalConnections here = new LocalConnections();
  private final CountingConversations conversations =
      new CountingConversations(chat.conversations());
  private final ManualTimer timer = new ManualTimer();
  private final ManualWorker worker = new ManualWorker();
  private final TrackPresence trackPresence =
      new TrackPresence(
          here, registry, conversations, chat.notifier(), timer.clock(), GRACE, timer, worker);

  @BeforeEach
  void bobAndCarolAreOnline() {
    chat.given(aDraft().from(ALICE).to(BOB));
    chat.given(aDraft().from(CAROL).to(ALICE));
    connect(BOB, LAPTOP);
    connect(CAROL, LAPTOP);
    chat.notifier().clear();
    conversations.clear();
  }

  @Test
  void givenFirstConnection_whenItComes_thenThoseWhoTalkWithHimAndAreOnlineAreTold() {
    disconnect(CAROL, LAPTOP);
    timer.advance(GRACE);
    worker.run();
    chat.notifier().clear();

    connect(ALICE, LAPTOP);

    assertThat(announced()).containsExactly(online(ALICE, timer.now(), BOB));
  }

  @Test
  void givenFurtherConnections_whenTheyComeAndGo_thenNobodyIsTold() {
    connect(ALICE, LAPTOP);
    chat.notifier().clear();

    connect(ALICE, PHONE);
    disconnect(ALICE, LAPTOP);
    timer.advance(GRACE.multipliedBy(3));
    worker.run();

    assertThat(announced()).isEmpty();
  }

  @Test
  void givenLastConnectionGone_whenTheGracePeriodIsOver_thenItIsToldWithTheTimeOfLeaving() {
    connect(ALICE, LAPTOP);
    chat.notifier().clear();
    Instant left = timer.now();

    disconnect(ALICE, LAPTOP);
    timer.advance(ALMOST);
    worker.run();
    assertThat(announced()).isEmpty();

    timer.advance(A_BIT);
    worker.run();
    assertThat(announced()).containsExactly(offline(ALICE, left, BOB, CAROL));
  }

  @Test
  void givenShortAbsence_whenHeComesBackInTime_thenNobodyIsTold() {
    connect(ALICE, LAPTOP);
    chat.notifier().clear();

    disconnect(ALICE, LAPTOP);
    timer.advance(ALMOST);
    connect(ALICE, PHONE);
    timer.advance(GRACE);
    worker.run();

    assertThat(announced()).isEmpty();
  }

  @Test
  void givenTwoShortAbsences_whenTheFirstPeriodEndsInTheSecond_thenTheSecondHasItsOwnPeriod() {
    connect(ALICE, LAPTOP);
    disconnect(ALICE, LAPTOP);
    timer.advance(Duration.ofSeconds(2));
    connect(ALICE, LAPTOP);
    timer.advance(Duration.ofSeconds(2));
    chat.notifier().clear();
    Instant left = timer.now();

    disconnect(ALICE, LAPTOP);
    timer.advance(ALMOST);
    worker.run();
    assertThat(announced()).isEmpty();

    timer.advance(A_BIT);
    worker.run();
    assertThat(announced()).containsExactly(offline(ALICE, left, BOB, CAROL));
  }

  @Test
  void givenReturnThatEndsBeforeItIsLookedAt_whenLookedAt_thenTheGracePeriodStillHolds() {
    connect(ALICE, LAPTOP);
    disconnect(ALICE, LAPTOP);
    chat.notifier().clear();

    trackPresence.connected(ALICE, LAPTOP);
    trackPresence.disconnected(ALICE, LAPTOP);
    worker.run();
    assertThat(announced()).isEmpty();

    timer.advance(GRACE);
    worker.run();
    assertThat(announced()).hasSize(1);
  }

  @Test
  void givenVisitTooShortToBeSeen_whenItIsOver_thenNobodyIsTold() {
    trackPresence.connected(ALICE, LAPTOP);
    trackPresence.disconnected(ALICE, LAPTOP);
    worker.run();
    timer.advance(GRACE);
    worker.run();

    assertThat(announced()).isEmpty();
  }

  @Test
  void givenUserWhoWentForGood_whenHeComesBack_thenItIsToldAgain() {
    connect(ALICE, LAPTOP);
    disconnect(ALICE, LAPTOP);
    timer.advance(GRACE);
    worker.run();
    chat.notifier().clear();

    connect(ALICE, LAPTOP);

    assertThat(announced()).containsExactly(online(ALICE, timer.now(), BOB, CAROL));
  }

  @Test
  void givenUserWithoutConversations_whenHeComes_thenNobodyIsTold() {
    connect(DAVE, LAPTOP);

    assertThat(announced()).isEmpty();
  }

  @Test
  void givenUsersWhoComeTogether_whenLookedAt_thenTheAudienceIsReadOnce() {
    trackPresence.connected(ALICE, LAPTOP);
    trackPresence.connected(DAVE, LAPTOP);
    trackPresence.disconnected(BOB, LAPTOP);
    timer.advance(GRACE);

    assertThat(worker.waiting()).isEqualTo(1);
    worker.run();

    assertThat(conversations.asked()).containsExactly(Set.of(ALICE, DAVE, BOB));
    assertThat(announced()).hasSize(2);
  }

  @Test
  void givenChangeDuringTheReading_whenTheReadingIsDone_thenTheChangeIsLookedAtToo() {
    conversations.whenAsked(() -> trackPresence.connected(DAVE, LAPTOP));

    connect(ALICE, LAPTOP);

    assertThat(conversations.asked()).containsExactly(Set.of(ALICE), Set.of(DAVE));
    assertThat(worker.waiting()).isZero();
  }

  @Test
  void givenStoreThatDoesNotAnswer_whenSomebodyComes_thenOnlyHisAnnouncementIsDropped() {
    conversations.whenAsked(
        () -> {
          throw new StoreUnavailableException("planned");
        });
    connect(ALICE, LAPTOP);
    assertThat(announced()).isEmpty();

    disconnect(CAROL, LAPTOP);
    timer.advance(GRACE);
    worker.run();

    assertThat(announced()).extracting(PresenceChange::user).containsExactly(CAROL);
  }

  @Test
  void givenBug_whenSomebodyComes_thenItIsThrownAndLaterOnesAreStillAnnounced() {
    conversations.whenAsked(
        () -> {
          throw new IllegalStateException("planned");
        });
    assertThatThrownBy(() -> connect(DAVE, LAPTOP)).hasMessage("planned");

    connect(ALICE, LAPTOP);

    assertThat(announced()).containsExactly(online(ALICE, timer.now(), BOB, CAROL));
  }

  @Test
  void givenWorkerWithoutRoom_whenSomebodyComes_thenHeIsAnnouncedOnceThereIs() {
    Instant came = timer.now();
    worker.refuse(true);
    trackPresence.connected(ALICE, LAPTOP);
    worker.refuse(false);

    timer.advance(Duration.ofSeconds(1));
    worker.run();

    assertThat(announced()).containsExactly(online(ALICE, came, BOB, CAROL));
  }

  @Test
  void givenTimerThatStopped_whenSomebodyLeaves_thenNothingHappens() {
    connect(ALICE, LAPTOP);
    chat.notifier().clear();
    timer.shutdown();

    disconnect(ALICE, LAPTOP);

    assertThat(announced()).isEmpty();
    assertThat(new CheckOnline(here, registry).among(Set.of(ALICE))).isEmpty();
  }

  @Test
  void givenRegistryThatDoesNotAnswer_whenSomebodyComes_thenHeIsAnnouncedOnceItDoes() {
    FailingRegistry failing = new FailingRegistry(MemoryPresenceRegistry.create());
    TrackPresence unlucky = over(failing, new LocalConnections());
    failing.fail(true);
    unlucky.connected(ALICE, LAPTOP);
    worker.run();

    failing.fail(false);
    timer.advance(Duration.ofSeconds(1));
    worker.run();

    assertThat(failing.arrived()).containsExactly(ALICE);
  }

  @Test
  void givenRegistryThatDoesNotAnswer_whenManyCome_thenItIsAskedOnceASecondAndAllArrive() {
    FailingRegistry failing = new FailingRegistry(MemoryPresenceRegistry.create());
    TrackPresence unlucky = over(failing, new LocalConnections());
    failing.fail(true);
    for (long id = 1; id <= 100; id++) {
      unlucky.connected(new UserId(id), LAPTOP);
      worker.run();
    }
    assertThat(failing.asked()).isEqualTo(1);

    for (int second = 0; second < 5; second++) {
      timer.advance(Duration.ofSeconds(1));
      worker.run();
    }
    assertThat(failing.asked()).isEqualTo(6);

    failing.fail(false);
    timer.advance(Duration.ofSeconds(1));
    worker.run();
    assertThat(failing.arrived()).hasSize(100);
  }

  @Test
  void givenManyUsersWhoComeTogether_whenLookedAt_thenTheirAudiencesAreReadInParts() {
    for (long id = 1_001; id <= 2_200; id++) {
      trackPresence.connected(new UserId(id), LAPTOP);
    }
    worker.run();

    assertThat(conversations.asked()).extracting(Set::size).containsExactly(500, 500, 200);
  }

  @Test
  void givenNodeOfManyUsers_whenItIsForgottenOrAnotherOneIs_thenThatIsLookedAtInParts() {
    FailingRegistry watching = new FailingRegistry(MemoryPresenceRegistry.create());
    LocalConnections connections = new LocalConnections();
    TrackPresence watcher = over(watching, connections);
    watcher.start(() -> {});
    worker.run();
    Set<UserId> dead = new HashSet<>();
    for (long id = 1_001; id <= 2_200; id++) {
      boolean unused = connections.add(new UserId(id), LAPTOP);
      dead.add(new UserId(id + 10_000));
    }

    watching.next(new Pulse(dead, true, true));
    timer.advance(Duration.ofSeconds(3));
    worker.run();

    assertThat(watching.arrived()).hasSize(1_200).doesNotHaveDuplicates();
    assertThat(conversations.asked())
        .extracting(Set::size)
        .containsExactly(500, 500, 200, 500, 500, 200);
  }

  // --- several nodes
  // -------------------------------------------------------------------------------

  private TrackPresence over(PresenceRegistry anyRegistry, LocalConnections connections) {
    return new TrackPresence(
        connections,
        anyRegistry,
        conversations,
        chat.notifier(),
        timer.clock(),
        GRACE,
        timer,
        worker);
  }

  @Test
  void givenUserOnAnotherNode_whenHeConnectsHereToo_thenNobodyIsTold() {
    TrackPresence other = over(registry.join(), new LocalConnections());
    connect(ALICE, LAPTOP);
    chat.notifier().clear();

    other.connected(ALICE, PHONE);
    worker.run();
    disconnect(ALICE, LAPTOP);
    timer.advance(GRACE.multipliedBy(2));
    worker.run();

    assertThat(announced()).isEmpty();
  }

  @Test
  void givenUserWhoMovesToAnotherNode_whenHeIsThereInTime_thenNobodyIsTold() {
    TrackPresence other = over(registry.join(), new LocalConnections());
    connect(ALICE, LAPTOP);
    chat.notifier().clear();

    disconnect(ALICE, LAPTOP);
    timer.advance(ALMOST);
    other.connected(ALICE, PHONE);
    timer.advance(GRACE);
    worker.run();
    assertThat(announced()).isEmpty();

    other.disconnected(ALICE, PHONE);
    timer.advance(GRACE);
    worker.run();
    assertThat(announced()).extracting(PresenceChange::online).containsExactly(false);
  }

  @Test
  void givenUserOnAnotherNode_whenAskedWhoIsOnline_thenHeIs() {
    LocalConnections there = new LocalConnections();
    TrackPresence other = over(registry.join(), there);
    other.connected(ALICE, PHONE);
    worker.run();
    CheckOnline checkOnline = new CheckOnline(here, registry);
    assertThat(checkOnline.among(Set.of(ALICE, BOB, DAVE))).containsExactlyInAnyOrder(ALICE, BOB);

    other.disconnected(ALICE, PHONE);
    worker.run();

    assertThat(checkOnline.among(Set.of(ALICE, BOB, DAVE))).containsExactly(BOB);
  }

  @Test
  void givenNodeThatWasForgotten_whenItGivesASignOfLife_thenItsUsersArriveAgain() {
    FailingRegistry forgetful = new FailingRegistry(MemoryPresenceRegistry.create());
    TrackPresence unlucky = over(forgetful, new LocalConnections());
    AtomicInteger lost = new AtomicInteger();
    unlucky.start(lost::incrementAndGet);
    unlucky.connected(ALICE, LAPTOP);
    worker.run();

    forgetful.next(new Pulse(Set.of(CAROL), true, true));
    timer.advance(Duration.ofSeconds(3));
    worker.run();

    assertThat(forgetful.arrived()).containsExactly(ALICE, ALICE);
    assertThat(lost).hasValue(1);
  }

  @Test
  void givenNodeThatDied_whenItIsNoticed_thenItsUsersAreAnnouncedAsGone() {
    FailingRegistry watching = new FailingRegistry(registry);
    TrackPresence watcher = over(watching, here);
    watching.next(new Pulse(Set.of(ALICE), true, false));

    watcher.start(() -> {});
    worker.run();

    assertThat(announced()).containsExactly(offline(ALICE, timer.now(), BOB, CAROL));
  }

  private void connect(UserId user, ConnectionId connection) {
    trackPresence.connected(user, connection);
    worker.run();
  }

  private void disconnect(UserId user, ConnectionId connection) {
    trackPresence.disconnected(user, connection);
    worker.run();
  }

  private List<PresenceChange> announced() {
    return chat.notifier().events(PresenceChanged.class).stream()
        .map(PresenceChanged::change)
        .toList();
  }

  private static PresenceChange online(UserId user, Instant at, UserId... audience) {
    return new PresenceChange(user, true, at, Set.of(audience));
  }

  private static PresenceChange offline(UserId user, Instant at, UserId... audience) {
    return new PresenceChange(user, false, at, Set.of(audience));
  }
}
