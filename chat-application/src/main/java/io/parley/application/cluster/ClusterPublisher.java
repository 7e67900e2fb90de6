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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the other nodes. An event crosses the bus in one frame, with those for the same people that
 * happen {@link #together} with it. What is too large for the bus is read from the store by the
 * others.
 */
public final class ClusterPublisher {
  private static final int TOLD_TOGETHER = 500;

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
      inParts(changed.change()).forEach(this::route);
    } else {
      route(event);
    }
  }

  /** So that it fits into a frame, however many are told. */
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
    event.accept(new Addressees((users, pair) -> tell(users, pair, event)));
  }

  void uncertain(MessageDraft draft) {
    FrameWriter frame = new FrameWriter();
    frame.uncertain(draft);
    send(draft.participants(), frame);
  }

  /** Makes the other nodes look for what they cannot be told. */
  private void look(Participants pair) {
    FrameWriter frame = new FrameWriter();
    frame.look(pair);
    send(pair, frame);
  }

  private void send(Participants pair, FrameWriter frame) {
    if (frame.size() > bus.maxFrameBytes()) {
      look(pair);
    } else {
      send(pair.both(), frame);
    }
  }

  private void tell(Set<UserId> users, Optional<Participants> pair, ChatEvent event) {
    if (users.isEmpty()) {
      return;
    }
    FrameWriter entry = new FrameWriter();
    event.accept(entry);
    if (entry.size() > bus.maxFrameBytes()) {
      pair.ifPresent(this::look); // else it is not worth more
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

  private void send(Set<UserId> users, FrameWriter frame) {
    bus.publish(List.of(frame(users, frame)));
  }

  private Frame frame(Set<UserId> users, FrameWriter entries) {
    return new Frame(users, entries.frame(origin, frames.incrementAndGet()));
  }
}
