package io.parley.adapter.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WaitingDraftsTest {
  private static final int CAPACITY = 4_000;

  /** Of a group, at a busy time. */
  private static final Duration GROUP = WaitingDrafts.SHORT.multipliedBy(2).dividedBy(5);

  /** Drafts that wait in a queue which is long, and not too long. */
  private static final int QUEUE = WaitingDrafts.LONG - 10;

  private long now;
  private long pairs;
  private final WaitingDrafts drafts = new WaitingDrafts(CAPACITY, () -> now);

  @Test
  void givenNothingUnderWay_takesOneDraftAtOnce() {
    PendingAppend only = offer(1);

    assertThat(drafts.take()).containsExactly(only);
  }

  @Test
  void givenAGroupUnderWay_anotherBeginsOnlyWithEnough() throws Exception {
    offer(1);
    drafts.take();
    List<PendingAppend> waiting = new ArrayList<>();
    LongStream.rangeClosed(2, WaitingDrafts.ENOUGH).forEach(pair -> waiting.add(offer(pair)));

    CompletableFuture<List<PendingAppend>> other = takeOnAnotherThread();
    assertThat(other).isNotDone();

    waiting.add(offer(WaitingDrafts.ENOUGH + 1L));

    assertThat(other.get(10, TimeUnit.SECONDS)).containsExactlyElementsOf(waiting);
  }

  @Test
  void givenAGroupThatIsDone_aFewDraftsAreTakenAgain() {
    offer(1);
    List<PendingAppend> first = drafts.take();
    PendingAppend second = offer(2);

    drafts.done(first);

    assertThat(drafts.take()).containsExactly(second);
  }

  @Test
  void givenAPairUnderWay_itsNextDraftsWaitInOrder() {
    offer(1);
    List<PendingAppend> first = drafts.take();
    PendingAppend second = offer(1);
    PendingAppend third = offer(1);
    List<PendingAppend> others = offerToPairs(2, WaitingDrafts.ENOUGH);

    List<PendingAppend> group = drafts.take();
    assertThat(group).containsExactlyElementsOf(others);

    drafts.done(first);
    drafts.done(group);

    assertThat(drafts.take()).containsExactly(second, third);
  }

  @Test
  void givenOnlyPairsUnderWay_nobodyBegins() throws Exception {
    offer(1);
    List<PendingAppend> first = drafts.take();
    List<PendingAppend> same =
        IntStream.rangeClosed(1, 2 * WaitingDrafts.ENOUGH).mapToObj(i -> offer(1)).toList();

    CompletableFuture<List<PendingAppend>> other = takeOnAnotherThread();
    assertThat(other).isNotDone();
    drafts.done(first);

    // the one that has done comes for the next group itself
    List<PendingAppend> next = drafts.take();
    assertThat(next).containsExactlyElementsOf(same);
    drafts.done(next);
    PendingAppend last = offer(2);
    assertThat(other.get(10, TimeUnit.SECONDS)).containsExactly(last);
  }

  @Test
  void givenWriterThatFoundOnlyPairsUnderWay_otherPairsAreForItWhenThereAreEnough()
      throws Exception {
    offer(1);
    drafts.take();
    IntStream.rangeClosed(1, 2 * WaitingDrafts.ENOUGH).forEach(i -> offer(1));
    CompletableFuture<List<PendingAppend>> other = takeOnAnotherThread();
    assertThat(other).isNotDone();

    List<PendingAppend> free = offerToPairs(2, WaitingDrafts.ENOUGH);

    assertThat(other.get(10, TimeUnit.SECONDS)).containsExactlyElementsOf(free);
  }

  @Test
  void givenMoreThanAGroup_theRestIsForTheNext() {
    List<PendingAppend> all = offerToPairs(1, WaitingDrafts.MAX_GROUP + WaitingDrafts.ENOUGH);

    assertThat(drafts.take()).containsExactlyElementsOf(all.subList(0, WaitingDrafts.MAX_GROUP));
    assertThat(drafts.take())
        .containsExactlyElementsOf(all.subList(WaitingDrafts.MAX_GROUP, all.size()));
  }

  @Test
  void givenAFullQueue_refusesWhatDoesNotFit() {
    offerToPairs(1, CAPACITY);

    assertThat(offer(CAPACITY + 1L).outcome().toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void whenClosed_refusesTheNew_handsOutTheOld_andEnds() throws Exception {
    PendingAppend old = offer(1);
    drafts.close();

    assertThat(offer(2).outcome().toCompletableFuture()).isCompletedExceptionally();
    List<PendingAppend> last = drafts.take();
    assertThat(last).containsExactly(old);
    drafts.done(last);
    assertThat(takeOnAnotherThread().get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(drafts.take()).isEmpty();
  }

  @Test
  void givenAPauseOfTheDatabase_nothingIsRefused() {
    offer(1);
    drafts.take();
    for (int pair = 2; pair <= 20; pair++) {
      assertThat(isRefused(offer(pair))).isFalse();
      pass(WaitingDrafts.HICCUP.dividedBy(10));
    }
  }

  @Test
  void givenAQueueThatStaysLong_furtherDraftsAreRefusedUntilItIsShort() {
    offerNew(QUEUE);
    Duration hiccup = WaitingDrafts.HICCUP.minus(GROUP.multipliedBy(4));
    assertThat(refusedWhileBusy(hiccup, WaitingDrafts.MAX_GROUP)).as("it may pass").isZero();

    assertThat(refusedWhileBusy(GROUP.multipliedBy(8), WaitingDrafts.MAX_GROUP)).isPositive();
  }

  @Test
  void givenItWasOverloadedAMomentAgo_aLongQueueIsNoLongerTolerated() {
    offerNew(QUEUE);
    assertThat(refusedWhileBusy(WaitingDrafts.HICCUP.multipliedBy(2), WaitingDrafts.MAX_GROUP))
        .isPositive();
    drain();

    offerNew(QUEUE);
    assertThat(refusedWhileBusy(GROUP.multipliedBy(14), WaitingDrafts.MAX_GROUP)).isPositive();
    drain();

    pass(WaitingDrafts.CAUTION);
    offerNew(QUEUE);
    assertThat(refusedWhileBusy(GROUP.multipliedBy(14), WaitingDrafts.MAX_GROUP)).isZero();
  }

  @Test
  void givenAPauseOfTheDatabase_whenItGoesOn_whatHasWaitedMayBeMadeUpFor() {
    offer(1);
    List<PendingAppend> stuck = drafts.take();
    offerNew(QUEUE);
    pass(WaitingDrafts.HICCUP.multipliedBy(2));
    drafts.done(stuck);

    assertThat(refusedWhileBusy(GROUP.multipliedBy(8), WaitingDrafts.MAX_GROUP / 2)).isZero();
  }

  /** Groups are stored one after the other, and so many drafts come with each. */
  private int refusedWhileBusy(Duration time, int perGroup) {
    int refused = 0;
    for (long left = time.toNanos(); left > 0; left -= GROUP.toNanos()) {
      List<PendingAppend> group = drafts.take();
      pass(GROUP);
      refused += (int) offerNew(perGroup).stream().filter(WaitingDraftsTest::isRefused).count();
      drafts.done(group);
    }
    return refused;
  }

  private void drain() {
    PendingAppend last = offerNew(1).get(0);
    List<PendingAppend> group;
    do {
      group = drafts.take();
      drafts.done(group);
    } while (!isRefused(last) && !group.contains(last));
  }

  private List<PendingAppend> offerNew(int count) {
    long first = CAPACITY + 1L + pairs;
    pairs += count;
    return offerToPairs(first, count);
  }

  @Test
  void givenMoreThanTheDatabaseTakes_theQueueStaysShort() {
    offer(1);
    List<PendingAppend> first = drafts.take();
    List<PendingAppend> waiting = offerToPairs(2, WaitingDrafts.LONG);

    assertThat(waiting).noneMatch(WaitingDraftsTest::isRefused);
    assertThat(isRefused(offer(CAPACITY))).isTrue();

    drafts.done(first);
    int taken = drafts.take().size();
    List<PendingAppend> further = offerToPairs(CAPACITY, taken);
    assertThat(further).noneMatch(WaitingDraftsTest::isRefused);
    assertThat(isRefused(offer(2 * CAPACITY))).isTrue();
  }

  @Test
  void givenAPauseOfTheDatabase_theQueueMayBecomeLong_butNotLongerWhenItGoesOn() {
    offer(1);
    List<PendingAppend> first = drafts.take();
    pass(WaitingDrafts.SHORT.plusMillis(1));
    List<PendingAppend> waiting = offerToPairs(2, 2 * WaitingDrafts.LONG);
    assertThat(waiting).noneMatch(WaitingDraftsTest::isRefused);

    drafts.done(first);
    int taken = drafts.take().size();

    List<PendingAppend> further = offerToPairs(CAPACITY, taken);
    assertThat(further).filteredOn(WaitingDraftsTest::isRefused).hasSize(taken / 4);
  }

  @Test
  void givenAGroupThatHangs_whatWaitsForItsPairsRefusesNobodyElse() {
    offerNew(WaitingDrafts.MAX_GROUP);
    List<PendingAppend> hanging = drafts.take();
    List<PendingAppend> behind =
        hanging.stream().map(append -> offer(append.draft().sender().value() / 2)).toList();
    offerNew(WaitingDrafts.ENOUGH);

    assertThat(refusedWhileBusy(WaitingDrafts.HICCUP.multipliedBy(3), WaitingDrafts.ENOUGH))
        .isZero();
    assertThat(behind).noneMatch(WaitingDraftsTest::isRefused);
  }

  @Test
  void givenAGroupThatHangs_aFewDraftsOfOthersAreTakenSoon() throws Exception {
    offer(1);
    drafts.take();
    PendingAppend other = offer(2);
    CompletableFuture<List<PendingAppend>> taken = takeOnAnotherThread();
    assertThat(taken).isNotDone();

    pass(WaitingDrafts.SHORT.plusMillis(1));
    drafts.expire();

    assertThat(taken.get(10, TimeUnit.SECONDS)).containsExactly(other);
  }

  @Test
  void givenItWasOverloadedAMomentAgo_aPauseOfTheDatabaseRefusesNothing() {
    offerNew(QUEUE);
    assertThat(refusedWhileBusy(WaitingDrafts.HICCUP.multipliedBy(2), WaitingDrafts.MAX_GROUP))
        .isPositive();
    drain();

    offerNew(1);
    List<PendingAppend> stuck = drafts.take();
    pass(WaitingDrafts.SHORT.multipliedBy(3));
    assertThat(offerNew(2 * WaitingDrafts.MAX_GROUP)).noneMatch(WaitingDraftsTest::isRefused);
    drafts.done(stuck);

    assertThat(refusedWhileBusy(GROUP.multipliedBy(20), WaitingDrafts.MAX_GROUP / 2)).isZero();
  }

  @Test
  void givenASlowDatabaseThatWasOverloaded_whatItCanTakeIsNotRefused() {
    Duration slow = WaitingDrafts.SHORT.multipliedBy(4);
    long pair = 1;
    for (int i = 0; i < 20; i++) {
      offer(pair++);
      List<PendingAppend> group = drafts.take();
      pass(slow);
      drafts.done(group);
    }
    List<PendingAppend> burst = offerToPairs(pair, WaitingDrafts.LONG + 1);
    assertThat(burst).filteredOn(WaitingDraftsTest::isRefused).hasSize(1);
    for (int taken = 0; taken < WaitingDrafts.LONG; taken += WaitingDrafts.MAX_GROUP) {
      drafts.done(drafts.take());
    }

    offer(1);
    List<PendingAppend> group = drafts.take();
    offer(2);
    pass(slow);
    assertThat(isRefused(offer(3))).as("it comes with the next group").isFalse();
    drafts.done(group);
  }

  @Test
  void givenADatabaseThatDoesNotAnswer_nobodyWaitsForTooLong() {
    PendingAppend taken = offer(1);
    drafts.take();
    PendingAppend waiting = offer(2);
    pass(WaitingDrafts.PATIENCE.minusMillis(1));
    drafts.expire();
    assertThat(taken.hasOutcome()).isFalse();
    pass(Duration.ofMillis(2));

    drafts.expire();

    assertThat(unavailable(taken).isOutcomeUnknown()).isTrue();
    assertThat(unavailable(waiting).isOutcomeUnknown()).isFalse();
  }

  @Test
  void whenAbandoned_everythingHasAnOutcome() {
    PendingAppend taken = offer(1);
    drafts.take();
    PendingAppend waiting = offer(2);

    drafts.abandon();

    assertThat(unavailable(taken).isOutcomeUnknown()).isTrue();
    assertThat(unavailable(waiting).isOutcomeUnknown()).isFalse();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static boolean isRefused(PendingAppend append) {
    return append.hasOutcome();
  }

  private static StoreUnavailableException unavailable(PendingAppend append) {
    try {
      append.outcome().toCompletableFuture().get(0, TimeUnit.SECONDS);
      throw new AssertionError("stored");
    } catch (ExecutionException e) {
      return (StoreUnavailableException) ChatException.unwrap(requireNonNull(e.getCause()));
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no outcome", e);
    }
  }

  private CompletableFuture<List<PendingAppend>> takeOnAnotherThread() {
    var taken = new CompletableFuture<List<PendingAppend>>();
    var thread = new Thread(() -> taken.complete(drafts.take()), "taker");
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return taken;
  }

  private List<PendingAppend> offerToPairs(long first, int count) {
    return LongStream.range(first, first + count).mapToObj(this::offer).toList();
  }

  private PendingAppend offer(long pair) {
    var append =
        new PendingAppend(
            new MessageDraft(
                new UserId(2 * pair),
                new UserId(2 * pair + 1),
                Optional.empty(),
                new MessageContent("hello"),
                Optional.empty(),
                Optional.empty()),
            stored -> {});
    drafts.offer(append);
    return append;
  }
}
