package io.parley.application.delivery;

import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Stands between the use cases and a notifier, and sees to it that the messages of a conversation
 * reach it in sequence, each once, without holes; that a read position never goes back; and that no
 * state overwrites a newer one. A message that was stored without having been announced, because
 * the store's answer was lost, is found in the store and announced late.
 *
 * <p>What waits for a hole to be filled waits for {@link #PATIENCE} at most; then it goes out after
 * a {@link ChatEvent.DeliveryBroken}. Thread-safe; never blocks.
 */
public final class OrderedDelivery implements ChatNotifier, ChatEvent.Visitor {
  /** How long events may wait for a hole to be filled. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Where it is not known what has gone out, nothing older does: what is younger, and was told by
   * this process, has a lane.
   */
  public static final Duration YOUNG = Duration.ofMinutes(5);

  /**
   * Events of a conversation that may wait; beyond that the hole is given up. A message brings two
   * of them, and the fastest conversation has a few thousand in the time that it takes to read.
   */
  private static final int MAX_WAITING = 4_000;

  private static final Duration SWEEP = Duration.ofMinutes(1);
  private static final Duration IDLE = Duration.ofMinutes(10);

  private final ChatNotifier out;
  private final Reach reach;
  private final LongSupplier nanoTime;
  private final MissingMessages missing;
  private final Mending mending;
  private final Map<Participants, Lane> lanes = new ConcurrentHashMap<>();

  /**
   * @param reach what arrives here; events about others are dropped
   * @param nanoTime as {@link System#nanoTime}
   * @param worker runs what reads the store
   * @param timer waits; its tasks do not block
   */
  public OrderedDelivery(
      ChatNotifier out,
      ConversationStore conversations,
      MessageHistory history,
      Reach reach,
      LongSupplier nanoTime,
      Executor worker,
      ScheduledExecutorService timer) {
    this.out = out;
    this.reach = reach;
    this.nanoTime = nanoTime;
    this.missing = new MissingMessages(conversations, history, reach, nanoTime);
    this.mending = new Mending(missing, worker, timer, this::deliver);
    var unused = timer.schedule(() -> sweep(timer), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sweep(ScheduledExecutorService timer) {
    long limit = nanoTime.getAsLong() - IDLE.toNanos();
    lanes.values().removeIf(lane -> lane.isIdleSince(limit));
    var unused = timer.schedule(() -> sweep(timer), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void publish(ChatEvent event) {
    event.accept(this);
  }

  @Override
  public void uncertain(MessageDraft draft) {
    if (reach.since(draft.participants()).isPresent()) {
      Lane lane = lane(draft.participants());
      lane.doubt(draft);
      mending.watch(lane);
    }
  }

  @Override
  public void followed(Participants participants, Sequence upTo) {
    lane(participants).goOnFrom(upTo);
  }

  /** Something of a conversation may be in the store that did not arrive here. */
  public void look(Participants participants) {
    if (reach.since(participants).isPresent()) {
      mending.watch(lane(participants));
    }
  }

  /** The pairs of whose conversations something has gone out lately, and may go on to. */
  public Set<Participants> followed() {
    return lanes.keySet().stream()
        .filter(participants -> reach.since(participants).isPresent())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** For monitoring; looks at the lanes that wait, not at all of them. */
  public DeliveryStatistics statistics() {
    return mending.statistics(lanes.size());
  }

  private Lane lane(Participants participants) {
    Lane known = lanes.get(participants);
    if (known == null) {
      known =
          lanes.computeIfAbsent(
              participants, newcomers -> new Lane(newcomers, !reach.isWhole(), nanoTime));
    }
    if (!reach.isWhole()) {
      known.keepTrack(reach.since(participants));
    }
    return known;
  }

  private void offer(Participants participants, ChatEvent event) {
    if (reach.since(participants).isPresent()) {
      Lane lane = lane(participants);
      lane.add(event);
      deliver(lane);
    }
  }

  private void deliver(Lane lane) {
    if (lane.begin()) {
      try {
        for (Optional<ChatEvent> event = lane.next(); event.isPresent(); event = lane.next()) {
          out.publish(event.get());
        }
      } catch (RuntimeException | Error e) {
        lane.release();
        throw e;
      }
    }
    if (lane.isBroken()) {
      if (lane.waiting() > MAX_WAITING) {
        mending.giveUp(lane);
        deliver(lane);
      } else {
        mending.mend(lane);
      }
    }
  }

  // --- events of a conversation ----------------------------------------------------------------

  @Override
  public void messageSent(ChatEvent.MessageSent event) {
    missing.announced(event.message());
    offer(event.message().participants(), event);
  }

  @Override
  public void messageDeleted(ChatEvent.MessageDeleted event) {
    offer(event.message().participants(), event);
  }

  @Override
  public void messageRestored(ChatEvent.MessageRestored event) {
    offer(event.message().participants(), event);
  }

  @Override
  public void messagesRead(ChatEvent.MessagesRead event) {
    offer(event.receipt().participants(), event);
  }

  @Override
  public void conversationUpdated(ChatEvent.ConversationUpdated event) {
    offer(event.state().participants(), event);
  }

  @Override
  public void deliveryBroken(ChatEvent.DeliveryBroken event) {
    offer(event.participants(), event);
  }

  // --- others, which have no order -------------------------------------------------------------

  @Override
  public void followingChanged(ChatEvent.FollowingChanged event) {
    out.publish(event);
  }

  @Override
  public void typingChanged(ChatEvent.TypingChanged event) {
    out.publish(event);
  }

  @Override
  public void presenceChanged(ChatEvent.PresenceChanged event) {
    out.publish(event);
  }

  @Override
  public void contactRequestSent(ChatEvent.ContactRequestSent event) {
    out.publish(event);
  }

  @Override
  public void contactRequestReceived(ChatEvent.ContactRequestReceived event) {
    out.publish(event);
  }

  @Override
  public void contactRequestAccepted(ChatEvent.ContactRequestAccepted event) {
    out.publish(event);
  }
}
