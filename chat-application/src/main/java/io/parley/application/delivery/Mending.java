package io.parley.application.delivery;

import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.MessageDraft;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Fills holes, many at a time, as soon as the store answers.
 *
 * <p>A lane with a message of unknown outcome is looked at for a while after the store has answered
 * again: the statement may go on in the database when its caller has long lost the connection.
 */
final class Mending {
  private static final System.Logger LOG = System.getLogger(Mending.class.getName());

  /** Lanes that are looked at together. */
  private static final int TOGETHER = 500;

  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration WATCH_PAUSE = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LAST_PAUSE = Duration.ofMillis(400);

  /** So often, once the store answers: for longer than it lets a statement run. */
  private static final int WATCH_LOOKS = 8;

  private final MissingMessages missing;
  private final Executor worker;
  private final ScheduledExecutorService timer;
  private final Consumer<Lane> deliver;

  /** Lanes to look at, and how often that was done. */
  private final Map<Lane, Integer> waiting = new ConcurrentHashMap<>();

  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean planned = new AtomicBoolean();
  private final AtomicBoolean watching = new AtomicBoolean();
  private final LongAdder givenUp = new LongAdder();
  private volatile Duration pause = FIRST_PAUSE;

  /**
   * @param deliver takes out what a lane lets go
   */
  Mending(
      MissingMessages missing,
      Executor worker,
      ScheduledExecutorService timer,
      Consumer<Lane> deliver) {
    this.missing = missing;
    this.worker = worker;
    this.timer = timer;
    this.deliver = deliver;
  }

  /** Fills the hole of a lane, or gives it up in time. */
  void mend(Lane lane) {
    waiting.put(lane, 0);
    look();
    watchPatience();
  }

  /** Finds out what became of the lane's doubts. */
  void watch(Lane lane) {
    waiting.put(lane, 0);
    look();
  }

  /** Lets a lane go on without what it misses. */
  void giveUp(Lane lane) {
    if (lane.giveUp()) {
      givenUp.increment();
    }
  }

  /**
   * For whoever watches.
   *
   * @param lanes how many there are
   */
  DeliveryStatistics statistics(int lanes) {
    int broken = 0;
    long events = 0;
    for (Lane lane : waiting.keySet()) {
      if (lane.isBroken()) {
        broken++;
        events += lane.waiting();
      }
    }
    return new DeliveryStatistics(lanes, broken, events, missing.filled(), givenUp.sum());
  }

  private void look() {
    if (looking.compareAndSet(false, true)) {
      try {
        worker.execute(this::lookNow);
      } catch (RejectedExecutionException overloaded) {
        looking.set(false);
        lookLater(LAST_PAUSE);
      }
    }
  }

  private void lookLater(Duration delay) {
    if (planned.compareAndSet(false, true)) {
      later(
          () -> {
            planned.set(false);
            look();
          },
          delay);
    }
  }

  private void later(Runnable task, Duration delay) {
    try {
      var unused = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      // then nobody is there to be told
    }
  }

  private void lookNow() {
    Duration next = WATCH_PAUSE;
    boolean answered = false;
    try {
      List<Lane> some = toLookAt();
      Map<Participants, ConversationState> states = missing.states(some);
      for (Lane lane : some) {
        mend(lane, Optional.ofNullable(states.get(lane.participants())));
      }
      pause = FIRST_PAUSE;
      answered = true;
    } catch (RuntimeException e) {
      if (!(e instanceof StoreUnavailableException)) {
        LOG.log(Level.ERROR, "A look at what is missing failed", e);
      }
      next = pause;
      pause = pause.compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    } finally {
      looking.set(false);
    }
    if (answered && waiting.containsValue(0)) {
      look(); // at those that have come meanwhile
    } else if (!waiting.isEmpty()) {
      lookLater(next);
    }
  }

  /** Those that have just come; if there are none, those that were looked at least often. */
  private List<Lane> toLookAt() {
    boolean justCome = waiting.containsValue(0);
    return waiting.entrySet().stream()
        .filter(entry -> !justCome || entry.getValue() == 0)
        .sorted(Map.Entry.comparingByValue())
        .limit(TOGETHER)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * @param state empty if there is no such conversation
   */
  private void mend(Lane lane, Optional<ConversationState> state) {
    if (!state.map(present -> isBrought(lane, present)).orElse(!lane.isBroken())) {
      giveUp(lane);
    }
    int looks = waiting.merge(lane, 1, Integer::sum);
    List<MessageDraft> doubts = lane.doubts();
    if (doubts.isEmpty() || looks == WATCH_LOOKS) {
      lane.settle(doubts);
      boolean unused = waiting.remove(lane, looks); // unless it has come again meanwhile
    }
    deliver.accept(lane);
  }

  /** What the store has and cannot be read, as imported rows may be, is no reason to ask again. */
  private boolean isBrought(Lane lane, ConversationState state) {
    try {
      return missing.bring(lane, state);
    } catch (StoreUnavailableException later) {
      throw later;
    } catch (RuntimeException unreadable) {
      LOG.log(Level.ERROR, "Messages of " + state.id() + " cannot be delivered", unreadable);
      return false;
    }
  }

  /** The store may keep the worker waiting for longer than events may wait. */
  private void watchPatience() {
    if (watching.compareAndSet(false, true)) {
      tick();
    }
  }

  private void tick() {
    boolean broken = false;
    for (Lane lane : waiting.keySet()) {
      if (lane.isBroken()) {
        if (lane.tick() > OrderedDelivery.PATIENCE.dividedBy(TICK)) {
          giveUp(lane);
          deliver.accept(lane);
        } else {
          broken = true;
        }
      }
    }
    watching.set(broken);
    if (broken) {
      later(this::tick, TICK);
    } else if (waiting.keySet().stream().anyMatch(Lane::isBroken)) { // it has come just now
      watchPatience();
    }
  }
}
