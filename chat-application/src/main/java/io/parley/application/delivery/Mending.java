package io.parley.application.delivery;

import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.MessageDraft;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
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
import java.util.stream.Collectors;

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

  /** Lanes to look at. */
  private final Map<Lane, Watch> waiting = new ConcurrentHashMap<>();

  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean planned = new AtomicBoolean();
  private final AtomicBoolean watching = new AtomicBoolean();
  private final LongAdder givenUp = new LongAdder();
  private volatile Duration pause = FIRST_PAUSE;

  /** A wish to look at a lane; one that comes during a look is not met by that look. */
  private static final class Watch {
    /** How often the store has answered; only the one who looks writes it. */
    private volatile int looks;
  }

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
    waiting.put(lane, new Watch());
    look();
    watchPatience();
  }

  /** Finds out what became of the lane's doubts. */
  void watch(Lane lane) {
    waiting.put(lane, new Watch());
    look();
  }

  /** What is missing may have been found by a look, with nothing that waits for it. */
  private void giveUp(Lane lane, Optional<ConversationState> state) {
    if (lane.isBroken()) {
      giveUp(lane);
    } else if (state.filter(lane::skip).isPresent()) {
      givenUp.increment();
    }
  }

  /** Lets a lane go on without what it misses. */
  void giveUp(Lane lane) {
    if (lane.giveUp()) {
      givenUp.increment();
    }
  }

  /**
   * For monitoring.
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
      Map<Lane, Watch> some = toLookAt();
      Map<Participants, ConversationState> states = missing.states(some.keySet());
      some.forEach(
          (lane, watch) -> mend(lane, watch, Optional.ofNullable(states.get(lane.participants()))));
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
    if (answered && isAnyNew()) {
      look(); // at those that have come meanwhile
    } else if (!waiting.isEmpty()) {
      lookLater(next);
    }
  }

  private boolean isAnyNew() {
    return waiting.values().stream().anyMatch(watch -> watch.looks == 0);
  }

  /** Those that have just come; if there are none, those that were looked at least often. */
  private Map<Lane, Watch> toLookAt() {
    boolean justCome = isAnyNew();
    return waiting.entrySet().stream()
        .filter(entry -> !justCome || entry.getValue().looks == 0)
        .sorted(Comparator.comparingInt(entry -> entry.getValue().looks))
        .limit(TOGETHER)
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * @param state empty if there is no such conversation
   */
  private void mend(Lane lane, Watch watch, Optional<ConversationState> state) {
    if (!state.map(present -> isBrought(lane, present)).orElse(!lane.isBroken())) {
      giveUp(lane, state);
    }
    int looks = watch.looks + 1;
    watch.looks = looks;
    List<MessageDraft> doubts = lane.doubts();
    if (doubts.isEmpty() || looks == WATCH_LOOKS) {
      lane.settle(doubts);
      waiting.remove(lane, watch); // unless it has come again meanwhile
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
