package io.parley.application.cluster;

import static java.util.stream.Collectors.toSet;

import io.parley.application.delivery.OrderedDelivery;
import io.parley.application.presence.Silence;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.MessageDeleted;
import io.parley.domain.event.ChatEvent.MessageRestored;
import io.parley.domain.event.ChatEvent.MessagesRead;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageLog.Batch;
import io.parley.domain.port.MessageLog.Entry;
import io.parley.domain.port.MessageLog.Position;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.UserId;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Finds in the store what the bus has lost. While the bus is away, messages, deletes and restores
 * of other nodes are read from the store's log, every second; when it is back, all conversations
 * that are followed here are compared with the store as well. Thread-safe; never blocks its
 * callers.
 */
public final class ClusterRepair {
  private static final System.Logger LOG = System.getLogger(ClusterRepair.class.getName());

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final int TOGETHER = 1_000;

  /** Beats until the log tells all that was committed: it waits for transactions that are open. */
  private static final int SETTLING_BEATS = 5;

  private static final int COMPARED_TOGETHER = 500;

  /** Hints that may wait, of either sort; beyond them everything is compared. */
  private static final int MAX_HINTS = 1_000;

  /**
   * Beats from before a loss is noticed: a connection that has died silently, or a node that was
   * killed before it could tell of what it had stored, is noticed late.
   */
  private static final int LATE_BEATS = 30;

  /** Beats for which it is known where the log ended; what is older is not announced any more. */
  private static final int KEPT_BEATS = (int) OrderedDelivery.YOUNG.dividedBy(BEAT) + LATE_BEATS;

  private final OrderedDelivery delivery;
  private final Stores stores;
  private final Silence silence;
  private final Executor worker;
  private final ScheduledExecutorService timer;
  private final AtomicBoolean working = new AtomicBoolean();

  /** Whether a beat's end of the log is not known yet. */
  private final AtomicBoolean beaten = new AtomicBoolean();

  /** Where the log ended at the last beats, the newest first; only the worker's. */
  private final Deque<Position> ends = new ArrayDeque<>();

  /** So often the log is still read once nothing is lost any more; only the worker's. */
  private int beatsLeft;

  /** How far the log was read since something is lost; only the worker's. */
  private Optional<Position> reading = Optional.empty();

  private volatile boolean away;

  /** How many beats ago the loss began that is to be looked for; 0 if there is none. */
  private final AtomicInteger lost = new AtomicInteger();

  /** What other nodes say has changed, and could not tell; guarded by itself. */
  private final Hinted hinted = new Hinted(new HashSet<>(), new HashSet<>());

  private record Hinted(Set<Participants> pairs, Set<MessageId> messages) {
    boolean isEmpty() {
      return pairs.isEmpty();
    }
  }

  /** Where it is looked. */
  public record Stores(
      MessageLog log,
      MessageHistory history,
      ConversationStore conversations,
      ReadReceiptStore receipts) {}

  /**
   * @param silence says between whom nothing but messages is told
   * @param worker runs what reads the store
   * @param timer waits; its tasks do not block
   */
  public ClusterRepair(
      OrderedDelivery delivery,
      Stores stores,
      Silence silence,
      Executor worker,
      ScheduledExecutorService timer) {
    this.delivery = delivery;
    this.stores = stores;
    this.silence = silence;
    this.worker = worker;
    this.timer = timer;
  }

  /** Begins to keep watch. */
  public void start() {
    beat();
  }

  private void beat() {
    beaten.set(true);
    work();
    later(this::beat);
  }

  private void later(Runnable task) {
    try {
      var unused = timer.schedule(task, BEAT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      // then nobody is there to be told
    }
  }

  /** From now on the bus loses everything. */
  void interrupted(String reason) {
    if (!away) {
      away = true;
      LOG.log(
          Level.WARNING,
          "{0}. Messages of other nodes are read from the database until it is back",
          reason);
    }
    work();
  }

  /** Something may have been lost until now. */
  void restored() {
    if (away) {
      away = false;
      LOG.log(Level.INFO, "The connection to the cluster is back");
    }
    check();
  }

  /** Something may have been lost in the last half minute. */
  public void check() {
    checkSoon();
    work();
  }

  /** As {@link #check}, within a second. */
  public void checkSoon() {
    lost(LATE_BEATS);
  }

  /** As {@link Hints#changed}. */
  void changed(Participants pair, Optional<MessageId> message) {
    synchronized (hinted) {
      if (hinted.messages().size() < MAX_HINTS && hinted.pairs().size() < MAX_HINTS) {
        hinted.pairs().add(pair);
        message.ifPresent(hinted.messages()::add);
      } else {
        checkSoon();
      }
    }
    work();
  }

  /** What another node has sent for so long until now may have been lost. */
  void missed(Duration time) {
    lost((int) Math.min(KEPT_BEATS, LATE_BEATS + time.dividedBy(BEAT)));
    work();
  }

  private void lost(int beats) {
    lost.accumulateAndGet(beats, Math::max);
  }

  private void work() {
    if (working.compareAndSet(false, true)) {
      try {
        worker.execute(this::workNow);
      } catch (RejectedExecutionException overloaded) {
        working.set(false); // the next beat tries again
      }
    }
  }

  private void workNow() {
    int checked = lost.getAndSet(0);
    Hinted hints = takeHints();
    boolean done = false;
    try {
      tell(hints);
      if (checked > 0 || beaten.get() || hints.isEmpty()) {
        readLog(checked);
      }
      done = true;
    } catch (StoreUnavailableException notNow) {
      lost(hints.isEmpty() ? checked : Math.max(checked, LATE_BEATS));
    } catch (RuntimeException e) {
      lost(hints.isEmpty() ? checked : Math.max(checked, LATE_BEATS));
      LOG.log(Level.ERROR, "A look at what the bus has lost failed", e);
    } finally {
      working.set(false);
    }
    if (done && ((lost.get() > 0 && checked == 0) || hasHints())) {
      work(); // it has come meanwhile
    }
  }

  private void readLog(int checked) {
    if (away || checked > 0) {
      beatsLeft = SETTLING_BEATS;
    }
    if (beatsLeft > 0) {
      Position position = readOn(begin(checked));
      if (checked > 0) {
        compare();
      }
      beatsLeft--;
      reading = beatsLeft == 0 ? Optional.empty() : Optional.of(position);
      keep(position);
    } else {
      keep(stores.log().end());
    }
  }

  private boolean hasHints() {
    synchronized (hinted) {
      return !hinted.isEmpty();
    }
  }

  private Hinted takeHints() {
    synchronized (hinted) {
      Hinted taken = new Hinted(new HashSet<>(hinted.pairs()), new HashSet<>(hinted.messages()));
      hinted.pairs().clear();
      hinted.messages().clear();
      return taken;
    }
  }

  private void tell(Hinted hints) {
    if (!hints.isEmpty()) {
      tellDeleted(hints.messages());
      var states = stores.conversations().states(hints.pairs()).values();
      tellUnlessSilent(states, ConversationState::participants, ConversationUpdated::new);
    }
  }

  /** Or restored. */
  private void tellDeleted(Set<MessageId> messages) {
    tellUnlessSilent(
        stores.history().findAll(List.copyOf(messages)),
        Message::participants,
        ClusterRepair::changed);
  }

  private void keep(Position end) {
    if (!beaten.getAndSet(false)) {
      return; // something was looked for between two beats
    }
    ends.addFirst(end);
    if (ends.size() > KEPT_BEATS) {
      ends.removeLast();
    }
  }

  /** What is being read has begun early enough for whatever this node itself has missed. */
  private Position begin(int beatsAgo) {
    return reading
        .filter(position -> beatsAgo <= LATE_BEATS)
        .or(
            () ->
                ends.stream().limit(Math.max(beatsAgo, LATE_BEATS)).reduce((newer, older) -> older))
        .orElseGet(stores.log()::end);
  }

  private Position readOn(Position from) {
    Position position = from;
    Batch batch;
    do {
      batch = stores.log().after(position, TOGETHER);
      Set<Participants> pairs = new HashSet<>();
      batch.messages().forEach(entry -> pair(entry).ifPresent(pairs::add));
      pairs.forEach(delivery::look);
      tellDeleted(batch.deleted().keySet());
      position = batch.end();
    } while (batch.messages().size() == TOGETHER || batch.deleted().size() == TOGETHER);
    return position;
  }

  private static ChatEvent changed(Message message) {
    return message.isDeleted() ? new MessageDeleted(message) : new MessageRestored(message);
  }

  /** Tells, of all conversations that are followed here, what has not been told of them. */
  private void compare() {
    List<Participants> followed = List.copyOf(delivery.followed());
    for (int from = 0; from < followed.size(); from += COMPARED_TOGETHER) {
      List<Participants> some =
          followed.subList(from, Math.min(followed.size(), from + COMPARED_TOGETHER));
      Map<ConversationId, Participants> conversations = new HashMap<>();
      var states = stores.conversations().states(Set.copyOf(some)).values();
      states.forEach(state -> conversations.put(state.id(), state.participants()));
      List<ReadReceipt> positions = stores.receipts().positions(conversations);
      some.forEach(delivery::look);
      tellUnlessSilent(positions, ReadReceipt::participants, MessagesRead::new);
      tellUnlessSilent(states, ConversationState::participants, ConversationUpdated::new);
    }
  }

  /** The use cases keep the same from those of whom one has blocked the other. */
  private <T> void tellUnlessSilent(
      Collection<T> found, Function<T, Participants> pair, Function<T, ChatEvent> event) {
    if (found.isEmpty()) {
      return; // as at most beats
    }
    Set<Participants> silent = silence.among(found.stream().map(pair).collect(toSet()));
    found.stream()
        .filter(one -> !silent.contains(pair.apply(one)))
        .forEach(one -> delivery.publish(event.apply(one)));
  }

  /** Imported rows may be of users that cannot be. */
  private static Optional<Participants> pair(Entry entry) {
    return entry.sender() > 0 && entry.receiver() > 0 && entry.sender() != entry.receiver()
        ? Optional.of(Participants.of(new UserId(entry.sender()), new UserId(entry.receiver())))
        : Optional.empty();
  }
}
