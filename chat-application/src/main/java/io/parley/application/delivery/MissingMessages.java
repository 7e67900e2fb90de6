package io.parley.application.delivery;

import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Finds in the store what has not gone out. Blocks. */
final class MissingMessages {
  /** What a hole may have at most to be filled. */
  static final int MAX_MISSING = 1_000;

  /** Where a draft of unknown outcome is looked for: among the last messages. */
  private static final int TAIL = PageRequest.MAX_LIMIT;

  /** What is younger than this, and was told by this process, has a lane. */
  private static final Duration YOUNG = Duration.ofMinutes(5);

  private final ConversationStore conversations;
  private final MessageHistory history;
  private final LongSupplier nanoTime;
  private final long start;

  /** The latest that was seen of the store's clock, which may be set back. */
  private volatile Seen latest = new Seen(Instant.MIN, 0);

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  MissingMessages(ConversationStore conversations, MessageHistory history, LongSupplier nanoTime) {
    this.conversations = conversations;
    this.history = history;
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
    Sequence after = known.isPresent() ? known.get() : beforeDoubts(lane, state);
    long last = lane.awaited().map(awaited -> awaited.value() - 1).orElse(0L);
    last = Math.max(last, state.lastSequence().value());
    if (last <= after.value()) {
      lane.fill(after, List.of(), state);
      return true;
    }
    if (last - after.value() > MAX_MISSING) {
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
      return false;
    }
    lane.fill(after, missing, state);
    return true;
  }

  /**
   * The position before the first message that is one of the drafts, or that waits; the last one if
   * there is none.
   */
  private Sequence beforeDoubts(Lane lane, ConversationState state) {
    Sequence last = state.lastSequence();
    Sequence before = lane.awaited().map(awaited -> new Sequence(awaited.value() - 1)).orElse(last);
    Sequence tail = new Sequence(Math.max(0, last.value() - TAIL));
    Instant oldest = oldest();
    for (Message message : history.sequence(state.id(), tail, TAIL)) {
      if (message.sequence().compareTo(before) > 0) {
        break;
      }
      if (lane.doubts().stream().anyMatch(draft -> isStoredAs(draft, message, oldest))) {
        return new Sequence(message.sequence().value() - 1);
      }
    }
    return before;
  }

  /**
   * What was stored before this, by the clock of the store, was told long ago, or by a process that
   * is no more.
   */
  private Instant oldest() {
    long nanos = nanoTime.getAsLong();
    Duration runs = Duration.ofNanos(nanos - start);
    Seen seen = latest;
    Instant now = history.now();
    if (seen.at().isAfter(Instant.MIN)) {
      Instant expected = seen.at().plusNanos(nanos - seen.nanos());
      now = expected.isAfter(now) ? expected : now;
    }
    return now.minus(runs.compareTo(YOUNG) < 0 ? runs : YOUNG).truncatedTo(ChronoUnit.MILLIS);
  }

  /** A repeat of a message that was stored and announced long ago is of no interest. */
  private static boolean isStoredAs(MessageDraft draft, Message message, Instant oldest) {
    return draft.sender().equals(message.sender().id())
        && draft.clientMessageId().equals(message.clientMessageId())
        && draft.isRepeatOf(message)
        && !message.createdAt().isBefore(oldest);
  }
}
