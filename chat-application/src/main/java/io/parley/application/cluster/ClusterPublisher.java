package io.parley.application.cluster;

import io.parley.domain.conversation.Participants;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.PresenceChanged;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.ClusterBus.Frame;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.user.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tells the other nodes. An event crosses the bus in one frame, with those for the same people that
 * happen {@link #together} with it. What is too large for the bus is read from the store by the
 * others.
 */
public final class ClusterPublisher {
  /**
   * Of those who are told of a presence, how many share a frame. A bus with a channel for each user
   * carries the frame as often, so what it carries grows with the square of this.
   */
  private static final int TOLD_TOGETHER = 32;

  private final ClusterBus bus;
  private final long origin;
  private final AtomicLong frames = new AtomicLong();

  @SuppressWarnings("ThreadLocalUsage") // two nodes of one process share nothing
  private final ThreadLocal<Map<Set<UserId>, FrameWriter>> open = new ThreadLocal<>();

  /**
   * @param origin names this node; no other one that runs, or ran lately, has the same
   */
  public ClusterPublisher(ClusterBus bus, long origin) {
    this.bus = bus;
    this.origin = origin;
  }

  /**
   * Runs a task; what it publishes for the same people crosses the bus in one frame, and all frames
   * leave at once.
   */
  public void together(Runnable task) {
    if (open.get() != null) {
      task.run();
      return;
    }
    Map<Set<UserId>, FrameWriter> batch = new LinkedHashMap<>();
    open.set(batch);
    try {
      task.run();
    } finally {
      open.remove();
      if (!batch.isEmpty()) {
        List<Frame> together = new ArrayList<>(batch.size());
        batch.forEach((users, entries) -> together.add(frame(users, entries)));
        bus.publish(together);
      }
    }
  }

  /** Tells the nodes that have a user whom the event concerns. */
  public void publish(ChatEvent event) {
    if (event instanceof PresenceChanged changed) {
      together(() -> inParts(changed.change()).forEach(this::route));
    } else {
      route(event);
    }
  }

  private static List<PresenceChanged> inParts(PresenceChange change) {
    List<UserId> audience = List.copyOf(change.audience());
    List<PresenceChanged> parts = new ArrayList<>();
    for (int from = 0; from < audience.size(); from += TOLD_TOGETHER) {
      List<UserId> part = audience.subList(from, Math.min(audience.size(), from + TOLD_TOGETHER));
      parts.add(
          new PresenceChanged(
              new PresenceChange(change.user(), change.online(), change.at(), Set.copyOf(part))));
    }
    return parts;
  }

  private void route(ChatEvent event) {
    event.accept(new Addressees((users, instead) -> tell(users, event::accept, instead)));
  }

  void uncertain(MessageDraft draft) {
    Participants pair = draft.participants();
    tell(pair.both(), frame -> frame.uncertain(draft), instead -> instead.look(pair));
  }

  /**
   * @param instead writes what is told if the other is too large for the bus
   */
  private void tell(
      Set<UserId> users, Consumer<FrameWriter> writing, Consumer<FrameWriter> instead) {
    FrameWriter entry = written(writing);
    if (entry.size() > bus.maxFrameBytes()) {
      entry = written(instead);
    }
    if (users.isEmpty() || entry.isEmpty()) {
      return;
    }
    Map<Set<UserId>, FrameWriter> batch = open.get();
    if (batch == null) {
      send(users, entry);
      return;
    }
    FrameWriter before = batch.get(users);
    if (before != null && before.isFull(entry, bus.maxFrameBytes())) {
      send(users, before);
      before = null;
    }
    if (before == null) {
      batch.put(users, entry);
    } else {
      before.add(entry);
    }
  }

  private static FrameWriter written(Consumer<FrameWriter> writing) {
    FrameWriter entry = new FrameWriter();
    writing.accept(entry);
    return entry;
  }

  private void send(Set<UserId> users, FrameWriter frame) {
    bus.publish(List.of(frame(users, frame)));
  }

  private Frame frame(Set<UserId> users, FrameWriter entries) {
    return new Frame(users, entries.frame(origin, frames.incrementAndGet()));
  }
}
