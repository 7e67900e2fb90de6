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
  private static final int CAPACITY = 600;

  private long now;
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
  void givenWriterThatFoundOnlyPairsUnderWay_anotherPairIsForIt() throws Exception {
    offer(1);
    drafts.take();
    IntStream.rangeClosed(1, 2 * WaitingDrafts.ENOUGH).forEach(i -> offer(1));
    CompletableFuture<List<PendingAppend>> other = takeOnAnotherThread();
    assertThat(other).isNotDone();

    PendingAppend free = offer(2);

    assertThat(other.get(10, TimeUnit.SECONDS)).containsExactly(free);
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
  void givenAShortPauseOfTheDatabase_nothingIsRefused() {
    offer(1);
    drafts.take();
    for (int pair = 2; pair <= 10; pair++) {
      assertThat(isRefused(offer(pair))).isFalse();
      pass(WaitingDrafts.HICCUP.dividedBy(10));
    }
  }

  @Test
  void givenAQueueThatStaysLong_furtherDraftsAreRefusedUntilItIsShort() {
    offer(1);
    List<PendingAppend> first = drafts.take();
    offer(2);
    pass(WaitingDrafts.HICCUP.plus(WaitingDrafts.SHORT).plusMillis(1));

    assertThat(isRefused(offer(3))).isTrue();

    drafts.done(first);
    List<PendingAppend> second = drafts.take();
    assertThat(isRefused(offer(4))).isFalse();
    pass(WaitingDrafts.SHORT.plusMillis(1));
    assertThat(isRefused(offer(5))).as("it was overloaded a moment ago").isTrue();

    pass(WaitingDrafts.CAUTION);
    drafts.done(second);
    drafts.take();
    offer(6);
    pass(WaitingDrafts.SHORT.plusMillis(1));
    assertThat(isRefused(offer(7))).as("that is long ago").isFalse();
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
    List<PendingAppend> waiting = offerToPairs(2, WaitingDrafts.LONG + 10);
    assertThat(waiting).noneMatch(WaitingDraftsTest::isRefused);

    drafts.done(first);
    int taken = drafts.take().size();

    List<PendingAppend> further = offerToPairs(CAPACITY, taken);
    assertThat(further).noneMatch(WaitingDraftsTest::isRefused);
    assertThat(isRefused(offer(2 * CAPACITY))).isTrue();
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
