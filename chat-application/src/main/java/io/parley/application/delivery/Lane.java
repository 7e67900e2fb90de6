package io.parley.application.delivery;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.DeliveryBroken;
import io.parley.domain.event.ChatEvent.MessageDeleted;
import io.parley.domain.event.ChatEvent.MessageRestored;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.event.ChatEvent.MessagesRead;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.receipt.ReadReceipt;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The events of one conversation in the order in which they go out. One thread at a time takes them
 * out; an event that others bring meanwhile goes out by its hand.
 *
 * <p>A message goes out when its predecessor has; one that has gone out already, a read position
 * that is behind, and a state that is older than the last one are dropped. If a predecessor is
 * missing, everything waits until the hole is filled. Who deletes a message on another node may be
 * heard before the message itself: then it goes out as it is by now, and not again. Of the changes
 * of a message, one that is older than what is known, or has gone out, is dropped.
 */
final class Lane {
  private static final long UNKNOWN = -1;
  private static final int MAX_DOUBTS = 100;
  private static final int MAX_CHANGED = 32;

  /** How far a follower is sent back if it is not known what has gone out. */
  private static final int UNPROVEN = 100;

  private final Participants participants;
  private final boolean needsProof;
  private final LongSupplier nanoTime;
  private final Deque<ChatEvent> waiting = new ArrayDeque<>(2);
  private final List<MessageDraft> doubts = new ArrayList<>(0);

  /** The last messages that were deleted or restored. */
  private final Map<MessageId, Newest> changed = new LinkedHashMap<>(0);

  private long delivered = UNKNOWN;

  /**
   * Whether {@link #delivered} has gone out; if not, somebody was only told what is up to there.
   */
  private boolean sure;

  /** What had gone out when the position was forgotten: nothing up to there goes out again. */
  private long goneOut;

  private Instant deliveredAt = Instant.MIN;
  private long change;
  private Sequence readByFirst = Sequence.NONE;
  private Sequence readBySecond = Sequence.NONE;

  private boolean busy;
  private boolean broken;
  private int ticks;
  private long usedNanos;

  /**
   * A message as it was changed last.
   *
   * @param told whether that change has gone out
   */
  private record Newest(Message message, boolean told) {}

  /**
   * @param needsProof whether a message may be the first to arrive and have predecessors that are
   *     still to arrive
   * @param nanoTime as {@link System#nanoTime}
   */
  Lane(Participants participants, boolean needsProof, LongSupplier nanoTime) {
    this.participants = participants;
    this.needsProof = needsProof;
    this.nanoTime = nanoTime;
  }

  Participants participants() {
    return participants;
  }

  /** Brings an event. */
  synchronized void add(ChatEvent event) {
    usedNanos = nanoTime.getAsLong();
    changedBy(event).ifPresent(this::remember);
    if (broken && isNext(event)) {
      waiting.addFirst(event);
      broken = false;
    } else {
      waiting.add(event);
    }
  }

  private boolean isNext(ChatEvent event) {
    return delivered != UNKNOWN
        && !isInDoubt()
        && !(broken && isUnproven()) // what waits may have to go out before it
        && untoldIn(event)
            .filter(message -> message.sequence().value() == delivered + 1)
            .isPresent();
  }

  private void remember(Message message) {
    Newest known = changed.get(message.id());
    if (known == null || isLater(message, known.message())) {
      if (known == null && changed.size() == MAX_CHANGED) {
        changed.remove(changed.keySet().iterator().next());
      }
      changed.put(message.id(), new Newest(message, false));
    }
  }

  /** Finds the next message among what waits, where it is if others have overtaken it. */
  private boolean bringForward() {
    Optional<ChatEvent> next = waiting.stream().filter(this::isNext).findFirst();
    next.ifPresent(
        event -> {
          waiting.remove(event);
          waiting.addFirst(event);
        });
    return next.isPresent();
  }

  /**
   * Whether the caller is to take the events out now; nobody else does until {@link #next} ends.
   */
  synchronized boolean begin() {
    boolean free = !busy;
    busy = true;
    return free;
  }

  /** The next event to go out; empty if there is none for now. */
  synchronized Optional<ChatEvent> next() {
    while (!broken && !waiting.isEmpty()) {
      ChatEvent head = waiting.getFirst();
      Optional<Message> ahead = untoldIn(head).filter(this::isAhead);
      if (ahead.isPresent()) {
        if (isLate(ahead.get()) || !bringForward()) {
          broken = true;
          ticks = 0;
        }
      } else {
        waiting.removeFirst();
        Optional<ChatEvent> event = pass(head);
        if (event.isPresent()) {
          return event;
        }
      }
    }
    busy = false;
    return Optional.empty();
  }

  /** The message that goes out by an event: a change brings its message if that has not. */
  private Optional<Message> untoldIn(ChatEvent event) {
    return event instanceof MessageSent sent
        ? Optional.of(sent.message())
        : changedBy(event).filter(this::isUntold);
  }

  private boolean isUntold(Message message) {
    return delivered != UNKNOWN && message.sequence().value() > Math.max(delivered, goneOut);
  }

  private static Optional<Message> changedBy(ChatEvent event) {
    if (event instanceof MessageDeleted deleted) {
      return Optional.of(deleted.message());
    }
    return event instanceof MessageRestored restored
        ? Optional.of(restored.message())
        : Optional.empty();
  }

  /** Begins after a position, if nothing has gone out yet. */
  synchronized void goOnFrom(Sequence position) {
    usedNanos = nanoTime.getAsLong();
    if (delivered == UNKNOWN) {
      delivered = position.value();
    }
  }

  /**
   * Forgets the position if what happened lately may not have arrived.
   *
   * @param completeSince since when everything arrives, by {@code nanoTime}
   */
  synchronized void keepTrack(OptionalLong completeSince) {
    boolean complete = completeSince.isPresent() && completeSince.getAsLong() - usedNanos <= 0;
    if (!complete && !busy && !broken && waiting.isEmpty() && doubts.isEmpty()) {
      goneOut = sure ? delivered : goneOut;
      delivered = UNKNOWN;
      sure = false;
    }
  }

  /** Lets others take events out after a failure to deliver one. */
  synchronized void release() {
    busy = false;
  }

  private boolean isAhead(Message message) {
    long sequence = message.sequence().value();
    if (isInDoubt()) {
      return true;
    }
    if (delivered == UNKNOWN) {
      return needsProof && sequence > 1;
    }
    return sequence > delivered + 1 || isLate(message);
  }

  /**
   * Whether somebody was told the message's position, and nobody knows whether it has gone out to
   * the others.
   */
  private boolean isLate(Message message) {
    return isUnproven() && delivered != UNKNOWN && message.sequence().value() <= delivered;
  }

  private boolean isUnproven() {
    return needsProof && !sure;
  }

  private boolean isInDoubt() {
    return !sure && !doubts.isEmpty();
  }

  private Optional<ChatEvent> pass(ChatEvent event) {
    if (event instanceof MessageSent sent) {
      return pass(sent.message(), event);
    }
    if (event instanceof MessagesRead read) {
      return moves(read.receipt()) ? Optional.of(event) : Optional.empty();
    }
    if (event instanceof ConversationUpdated updated) {
      boolean newer = updated.state().change() > change;
      change = Math.max(change, updated.state().change());
      return newer ? Optional.of(event) : Optional.empty();
    }
    return changedBy(event).map(message -> passChange(message, event)).orElse(Optional.of(event));
  }

  private Optional<ChatEvent> passChange(Message message, ChatEvent event) {
    if (isUntold(message)) {
      if (!message.isDeleted()) {
        waiting.addFirst(event); // for who has the message from the store as it was deleted
      }
      return pass(message, new MessageSent(message));
    }
    Newest known = changed.get(message.id());
    if (known != null && (known.told() || isLater(known.message(), message))) {
      return Optional.empty();
    }
    tell(message);
    return Optional.of(event);
  }

  private Message newestOf(Message message) {
    Newest known = changed.get(message.id());
    return known == null || isLater(message, known.message()) ? message : known.message();
  }

  private static boolean isLater(Message one, Message other) {
    return one.updatedAt().isAfter(other.updatedAt());
  }

  private void tell(Message message) {
    remember(message);
    changed.replace(message.id(), new Newest(message, true));
  }

  private Optional<ChatEvent> pass(Message message, ChatEvent event) {
    if (message.sequence().value() <= Math.max(delivered, goneOut)) {
      if (!message.createdAt().isAfter(deliveredAt)) {
        return Optional.empty();
      }
      forget(); // a backup was restored: positions are given anew
    }
    deliveredAt = message.createdAt();
    beSureOf(message.sequence().value());
    Message newest = newestOf(message);
    if (newest.isDeleted()) {
      tell(newest);
      return Optional.of(new MessageDeleted(newest));
    }
    return Optional.of(newest.equals(message) ? event : new MessageSent(newest));
  }

  /** What had gone out does not do so again, wherever a look at the store has begun. */
  private void beSureOf(long position) {
    delivered = Math.max(position, goneOut);
    sure = true;
  }

  private void forget() {
    goneOut = 0;
    change = 0;
    changed.clear();
    readByFirst = Sequence.NONE;
    readBySecond = Sequence.NONE;
  }

  private boolean moves(ReadReceipt receipt) {
    boolean first = receipt.reader().equals(participants.first());
    if (receipt.upTo().compareTo(first ? readByFirst : readBySecond) <= 0) {
      return false;
    }
    if (first) {
      readByFirst = receipt.upTo();
    } else {
      readBySecond = receipt.upTo();
    }
    return true;
  }

  // --- holes -----------------------------------------------------------------------------------

  /** Notes that a draft may have been stored without an event. */
  synchronized void doubt(MessageDraft draft) {
    usedNanos = nanoTime.getAsLong();
    if (doubts.size() < MAX_DOUBTS) {
      doubts.add(draft);
    }
  }

  /** Whether events wait for a hole to be filled. */
  synchronized boolean isBroken() {
    return broken;
  }

  /** How many events wait. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** How often this was asked since events wait for a hole to be filled. */
  synchronized int tick() {
    return ++ticks;
  }

  /** The last position that has gone out, if that is known. */
  synchronized Optional<Sequence> delivered() {
    return delivered == UNKNOWN || isInDoubt() || isUnproven()
        ? Optional.empty()
        : Optional.of(new Sequence(delivered));
  }

  /** A position up to which everything has gone out, or was given up; there may be a later one. */
  synchronized long goneOut() {
    return sure ? delivered : goneOut;
  }

  /** Whether nobody knows which of the last messages have gone out. */
  synchronized boolean needsProof() {
    return isUnproven();
  }

  /** A position, or the one that somebody was told if that is earlier. */
  synchronized Sequence orTold(Sequence position) {
    return delivered == UNKNOWN || delivered >= position.value()
        ? position
        : new Sequence(delivered);
  }

  /** The drafts that may have been stored without an event. */
  synchronized List<MessageDraft> doubts() {
    return List.copyOf(doubts);
  }

  /** The position of the message that waits for its predecessor. */
  synchronized Optional<Sequence> awaited() {
    return broken ? untoldIn(waiting.getFirst()).map(Message::sequence) : Optional.empty();
  }

  /**
   * Takes in what was missing; what has changed since it was read goes out as it is by now.
   *
   * @param after where it begins, exclusive
   * @param storedAt when the message at {@code after} was stored
   * @param missing as the store has it now, by position
   * @param state as of then
   */
  synchronized void fill(
      Sequence after, Instant storedAt, List<Message> missing, ConversationState state) {
    boolean wasQuiet = waiting.isEmpty();
    prove(after, storedAt);
    for (int i = missing.size() - 1; i >= 0; i--) {
      waiting.addFirst(new MessageSent(missing.get(i)));
    }
    if (wasQuiet && !missing.isEmpty()) {
      waiting.add(new ConversationUpdated(state));
    }
    broken = false;
  }

  /**
   * Takes in up to where nothing is missing, if that was not known.
   *
   * @param storedAt when the message there was stored
   */
  synchronized void prove(Sequence after, Instant storedAt) {
    if (!sure) {
      deliveredAt = storedAt.isAfter(deliveredAt) ? storedAt : deliveredAt;
      beSureOf(delivered == UNKNOWN ? after.value() : Math.min(delivered, after.value()));
    }
  }

  /** Lets go of doubts that are settled. */
  synchronized void settle(List<MessageDraft> settled) {
    Set<MessageDraft> old = Collections.newSetFromMap(new IdentityHashMap<>()); // not its repeats
    old.addAll(settled);
    doubts.removeIf(old::contains);
    broken = false;
  }

  /**
   * Gives the hole up: what waits goes out, after a word that something is missing before it.
   *
   * @return whether there was one
   */
  synchronized boolean giveUp() {
    boolean hole = broken;
    Optional<Message> first = broken ? untoldIn(waiting.getFirst()) : Optional.empty();
    first.ifPresent(message -> skipTo(message.conversation(), message.sequence().value() - 1));
    doubts.clear();
    broken = false;
    return hole;
  }

  /**
   * Gives up what a quiet conversation has in the store and could not be brought.
   *
   * @return whether there was something
   */
  synchronized boolean skip(ConversationState state) {
    boolean behind = waiting.isEmpty() && state.lastSequence().value() > delivered;
    if (behind) {
      skipTo(state.id(), state.lastSequence().value());
      waiting.add(new ConversationUpdated(state));
    }
    return behind;
  }

  private void skipTo(ConversationId conversation, long position) {
    waiting.addFirst(
        new DeliveryBroken(conversation, participants, new Sequence(lastSure(position))));
    beSureOf(position);
  }

  /** Up to where everybody has everything, if what is missing ends at a position. */
  private long lastSure(long position) {
    if (sure) {
      return delivered;
    }
    long proven = Math.max(0, position - (needsProof ? UNPROVEN : doubts.size()));
    return delivered == UNKNOWN ? proven : Math.min(proven, delivered);
  }

  /** Whether nothing has happened here since a time, and nothing is under way. */
  synchronized boolean isIdleSince(long nanos) {
    return !busy && !broken && waiting.isEmpty() && doubts.isEmpty() && usedNanos - nanos < 0;
  }
}
