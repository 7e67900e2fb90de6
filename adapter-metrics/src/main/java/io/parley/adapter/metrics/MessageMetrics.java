package io.parley.adapter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.MessageStore;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The way of a message, measured where it passes: handed to the store, committed with others,
 * delivered to the sockets of this node. The clock is read once a message and twice a group.
 */
public final class MessageMetrics {
  private final MeterRegistry registry;
  private final Counter accepted;
  private final Counter committed;
  private final Counter repeated;
  private final Counter broken;
  private final Timer commit;
  private final Timer delivery;
  private final DistributionSummary groupSize;
  private final Map<Source, Counter> delivered = new EnumMap<>(Source.class);
  private final CodeCounters refused;

  @SuppressWarnings("ThreadLocalUsage") // two services of one process share nothing
  private final ThreadLocal<Current> current = ThreadLocal.withInitial(Current::new);

  MessageMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.accepted = counter("chat.messages.accepted", "Messages handed to the store");
    this.committed = counter("chat.messages.committed", "Messages that the database has committed");
    this.repeated =
        counter("chat.messages.repeated", "Repeats of a message that was stored before");
    this.broken =
        Counter.builder(CatchUpMetrics.RESYNC)
            .description(CatchUpMetrics.RESYNC_DESCRIPTION)
            .tag("source", "delivery")
            .register(registry);
    this.commit = timer("chat.message.commit", "From the acceptance of a message to its commit");
    this.delivery =
        timer(
            "chat.message.delivery",
            "From the commit of a message until its group is written to this node's sockets");
    this.groupSize =
        DistributionSummary.builder("chat.commit.group.messages")
            .description("Messages that were committed together")
            .serviceLevelObjectives(Buckets.groupSizes())
            .register(registry);
    for (Source source : Source.values()) {
      delivered.put(
          source,
          Counter.builder("chat.messages.delivered")
              .description("Messages announced to this node's sockets, by where they came from")
              .tag("source", source.label())
              .register(registry));
    }
    this.refused =
        new CodeCounters(
            registry,
            "chat.messages.refused",
            "Sends that were refused, by the transport and the code that the client got",
            "transport");
  }

  /** Where an announcement comes from. */
  private enum Source {
    /** A group that this node has just committed. */
    COMMIT,
    /** Another node. */
    BUS,
    /** The store, where it was found missing. */
    REPAIR;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a thread is at; no object is made for a message. */
  private static final class Current {
    private Source source = Source.REPAIR;
    private long committedNanos;
    private int messages;
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(Buckets.latencies())
        .register(registry);
  }

  /** Somebody was told that his message is not sent. */
  public void refused(String transport, String code) {
    refused.count(transport, code);
  }

  /** Measures what is handed to a store. */
  public MessageStore measured(MessageStore store) {
    return new Measured(store);
  }

  /** Measures what follows the commit of a group, which ends when {@code execute} does. */
  public Executor groups(Executor afterCommit) {
    return task -> {
      Current mine = current.get();
      long begun = System.nanoTime();
      mine.source = Source.COMMIT;
      mine.committedNanos = begun;
      mine.messages = 0;
      try {
        afterCommit.execute(task);
      } finally {
        mine.source = Source.REPAIR;
        stored(mine.messages, System.nanoTime() - begun);
      }
    };
  }

  private void stored(int messages, long nanos) {
    if (messages > 0) {
      groupSize.record(messages);
      for (int i = 0; i < messages; i++) {
        delivery.record(nanos, TimeUnit.NANOSECONDS);
      }
    }
  }

  /** Marks what another node tells; it is told when {@code execute} ends. */
  public Executor fromBus(Executor delivering) {
    return task -> {
      Current mine = current.get();
      mine.source = Source.BUS;
      try {
        delivering.execute(task);
      } finally {
        mine.source = Source.REPAIR;
      }
    };
  }

  /** Counts what reaches the sockets of this node. */
  public ChatNotifier delivered(ChatNotifier sockets) {
    return new Delivered(sockets);
  }

  private final class Measured implements MessageStore {
    private final MessageStore store;

    Measured(MessageStore store) {
      this.store = store;
    }

    @Override
    public CompletionStage<Appended> append(MessageDraft draft, Consumer<Appended> onStored) {
      long acceptedNanos = System.nanoTime();
      accepted.increment();
      return store.append(
          draft,
          appended -> {
            count(appended, acceptedNanos);
            onStored.accept(appended);
          });
    }

    @Override
    public CompletionStage<Appended> refuse(MessageDraft draft, ChatException refusal) {
      return store
          .refuse(draft, refusal)
          .thenApply(
              first -> {
                accepted.increment();
                repeated.increment();
                return first;
              });
    }

    private void count(Appended appended, long acceptedNanos) {
      if (appended.duplicate()) {
        repeated.increment();
        return;
      }
      committed.increment();
      Current mine = current.get();
      mine.messages++;
      long now = mine.source == Source.COMMIT ? mine.committedNanos : System.nanoTime();
      commit.record(now - acceptedNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public Changed delete(MessageId message) {
      return store.delete(message);
    }

    @Override
    public Changed restore(MessageId message) {
      return store.restore(message);
    }
  }

  private final class Delivered implements ChatNotifier {
    private final ChatNotifier sockets;

    Delivered(ChatNotifier sockets) {
      this.sockets = sockets;
    }

    @Override
    public void publish(ChatEvent event) {
      sockets.publish(event);
      if (event instanceof ChatEvent.MessageSent) {
        Counter counter = delivered.get(current.get().source);
        if (counter != null) {
          counter.increment();
        }
      } else if (event instanceof ChatEvent.DeliveryBroken) {
        broken.increment();
      }
    }

    @Override
    public void uncertain(MessageDraft draft) {
      sockets.uncertain(draft);
    }

    @Override
    public void followed(Participants participants, Sequence upTo) {
      sockets.followed(participants, upTo);
    }
  }
}
