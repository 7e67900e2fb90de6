package io.parley.application.delivery;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageHistory.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Finds in the store what has not gone out. Blocks. */
final class MissingMessages {
  /** What a hole may have at most to be filled. */
  static final int MAX_MISSING = 1_000;

  /**
   * What is read at a time where it is looked for what has not gone out: among the last messages.
   */
  private static final int TAIL = PageRequest.MAX_LIMIT;

  /** How exactly an age by the clock of the store is known. */
  private static final Duration CLOCK_ERROR = Duration.ofMillis(250);

  private final ConversationStore conversations;
  private final MessageHistory history;
  private final Reach reach;
  private final LongSupplier nanoTime;
  private final long start;

  private final LongAdder filled = new LongAdder();

  /** The latest that was seen of the store's clock, which may be set back. */
  private volatile Seen latest = new Seen(Instant.MIN, 0);

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  MissingMessages(
      ConversationStore conversations, MessageHistory history, Reach reach, LongSupplier nanoTime) {
    this.conversations = conversations;
    this.history = history;
    this.reach = reach;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  private record Seen(Instant at, long nanos) {}

  /** A message was announced; it is dated by the clock of the store. */
  void announced(Message message) {
    if (message.createdAt().isAfter(latest.at())) {
      latest = new Seen(message.createdAt(), nanoTime.getAsLong());
    }
  }

  /** How the conversations of some lanes are now; one question for all. */
  Map<Participants, ConversationState> states(Collection<Lane> lanes) {
    Set<Participants> pairs = new HashSet<>();
    lanes.forEach(lane -> pairs.add(lane.participants()));
    return conversations.states(pairs);
  }

  /**
   * Brings a lane what it misses.
   *
   * @return false if that is too much, or is not to be found
   */
  boolean bring(Lane lane, ConversationState state) {
    Optional<Sequence> known = lane.delivered();
    Sequence after = known.isPresent() ? known.get() : lane.orTold(beforeUntold(lane, state));
    Instant storedAt = known.isPresent() ? Instant.MIN : storedAt(state.id(), after);
    long last = lane.awaited().map(awaited -> awaited.value() - 1).orElse(0L);
    last = Math.max(last, state.lastSequence().value());
    if (last <= after.value()) {
      lane.fill(after, storedAt, List.of(), state);
      return true;
    }
    if (last - after.value() > MAX_MISSING) {
      lane.prove(after, storedAt);
      return false;
    }
    List<Message> missing = new ArrayList<>();
    List<Message> part;
    Sequence position = after;
    do {
      part = history.sequence(state.id(), position, PageRequest.MAX_LIMIT);
      missing.addAll(part);
      position = part.isEmpty() ? position : part.get(part.size() - 1).sequence();
    } while (part.size() == PageRequest.MAX_LIMIT && missing.size() <= MAX_MISSING);
    long upTo = last;
    missing.removeIf(message -> message.sequence().value() > upTo); // the state does not know them
    if (missing.isEmpty() || missing.get(0).sequence().value() != after.value() + 1) {
      lane.prove(after, storedAt);
      return false;
    }
    lane.fill(after, storedAt, missing, state);
    filled.add(missing.size());
    return true;
  }

  private Instant storedAt(ConversationId conversation, Sequence position) {
    return position.equals(Sequence.NONE)
        ? Instant.MIN
        : history.sequence(conversation, new Sequence(position.value() - 1), 1).stream()
            .findFirst()
            .map(Message::createdAt)
            .orElse(Instant.MIN);
  }

  /** How many messages were brought to lanes so far. */
  long filled() {
    return filled.sum();
  }

  /**
   * The position before the first message that has not gone out, or that waits; the last one if
   * there is none.
   */
  private Sequence beforeUntold(Lane lane, ConversationState state) {
    Sequence position = beforeYoung(lane, state);
    Optional<Snapshot> before = reach.before(lane.participants());
    return lane.needsProof() && lane.doubts().isEmpty() && before.isPresent()
        ? history.lastIn(before.get(), state.id(), position)
        : position;
  }

  /** As {@link #beforeUntold}, as far as ages tell. */
  private Sequence beforeYoung(Lane lane, ConversationState state) {
    Predicate<Message> untold = untold(lane);
    long last = state.lastSequence().value();
    long goneOut = lane.goneOut() > last ? 0 : lane.goneOut(); // else a backup was restored
    long before = lane.awaited().map(awaited -> awaited.value() - 1).orElse(last);
    for (long from = Math.max(0, last - TAIL); ; from = Math.max(0, from - TAIL)) {
      long first = before;
      for (Message message : history.sequence(state.id(), new Sequence(from), TAIL)) {
        if (message.sequence().value() > before) {
          break;
        }
        if (untold.test(message)) {
          first = message.sequence().value() - 1;
          break;
        }
      }
      before = first;
      if (first > from || from <= goneOut) {
        return new Sequence(Math.max(first, goneOut));
      }
      if (last - from >= MAX_MISSING) {
        return new Sequence(goneOut); // there may be more, which nobody needs to look at
      }
    }
  }

  private Predicate<Message> untold(Lane lane) {
    Instant now = storeNow();
    Instant oldest = told(now);
    List<MessageDraft> doubts = lane.doubts();
    Predicate<Message> doubtful =
        message -> doubts.stream().anyMatch(draft -> isStoredAs(draft, message, oldest));
    OptionalLong since = reach.since(lane.participants());
    if (!lane.needsProof() || since.isEmpty()) {
      return doubtful;
    }
    // nothing has gone out since their events arrive here, else it would be known
    Instant reached = now.minusNanos(nanoTime.getAsLong() - since.getAsLong()).minus(CLOCK_ERROR);
    Instant horizon = reached.isAfter(oldest) ? reached : oldest;
    return doubtful.or(message -> !message.createdAt().isBefore(horizon));
  }

  /**
   * What was stored before this, by the clock of the store, was told long ago, or by a process that
   * is no more.
   */
  private Instant told(Instant now) {
    Duration runs = Duration.ofNanos(nanoTime.getAsLong() - start);
    return now.minus(runs.compareTo(OrderedDelivery.YOUNG) < 0 ? runs : OrderedDelivery.YOUNG)
        .truncatedTo(ChronoUnit.MILLIS);
  }

  /** By the clock of the store, but for a setting back of it. */
  private Instant storeNow() {
    long nanos = nanoTime.getAsLong();
    Seen seen = latest;
    Instant now = history.now();
    if (seen.at().isAfter(Instant.MIN)) {
      Instant expected = seen.at().plusNanos(nanos - seen.nanos());
      now = expected.isAfter(now) ? expected : now;
    }
    return now;
  }

  /** A repeat of a message that was stored and announced long ago is of no interest. */
  private static boolean isStoredAs(MessageDraft draft, Message message, Instant oldest) {
    return draft.sender().equals(message.sender().id())
        && draft.clientMessageId().equals(message.clientMessageId())
        && draft.isRepeatOf(message)
        && !message.createdAt().isBefore(oldest);
  }
}
