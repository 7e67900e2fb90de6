package io.parley.spring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.server.ServedChat;
import io.parley.server.Workers;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What the parts of the chat count by themselves, under the names that the service gives it; it is
 * looked at when somebody reads the metrics. Requests and the pool of connections are the
 * application's, which measures them.
 */
final class ChatMeters implements MeterBinder {
  private final ServedChat chat;
  private final PostgresStores stores;
  private final Workers workers;

  ChatMeters(ServedChat chat, PostgresStores stores, Workers workers) {
    this.chat = chat;
    this.stores = stores;
    this.workers = workers;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "chat.users.online",
        "Users with a socket on this node",
        chat -> chat.connections().userCount());
    gauge(
        registry,
        "chat.rooms",
        "Rooms: of users, and of open conversations",
        chat -> chat.socketEvents().roomCount());
    String sockets = "Open sessions of Socket.IO, by transport";
    gauge(
        registry,
        "chat.sockets",
        sockets,
        chat -> chat.sockets().queues().pollingSessions(),
        "transport",
        "polling");
    gauge(
        registry,
        "chat.sockets",
        sockets,
        chat -> chat.sockets().queues().webSocketSessions(),
        "transport",
        "websocket");
    gauge(
        registry,
        "chat.send.queue.packets",
        "Packets that wait for clients, of all sessions",
        chat -> chat.sockets().queues().packets());
    gauge(
        registry,
        "chat.send.queue.bytes",
        "The bytes of these packets",
        chat -> chat.sockets().queues().bytes());
    counter(
        registry,
        "chat.sockets.opened",
        "Sessions of Socket.IO that were opened",
        chat -> chat.sockets().statistics().openedSessions());
    for (CloseReason reason : CloseReason.values()) {
      counter(
          registry,
          "chat.sockets.closed",
          "Sessions of Socket.IO that have ended, by why; slow_consumer was cut off",
          chat -> chat.sockets().statistics().closes(reason),
          "reason",
          reason.name().toLowerCase(Locale.ROOT));
    }
    counter(
        registry,
        "chat.events.delivered",
        "Events handed to sockets; one for three sockets counts three times",
        chat -> chat.socketEvents().deliveries());
    bindDelivery(registry);
    bindQueues(registry);
  }

  private void bindDelivery(MeterRegistry registry) {
    gauge(
        registry,
        "chat.delivery.broken.lanes",
        "Conversations that wait for a message that is missing",
        chat -> chat.delivery().statistics().brokenLanes());
    counter(
        registry,
        "chat.delivery.filled",
        "Messages that were read from the database to fill holes",
        chat -> chat.delivery().statistics().filledMessages());
    counter(
        registry,
        "chat.delivery.given.up",
        "Holes that were not filled in time; their followers were told to read anew",
        chat -> chat.delivery().statistics().givenUpHoles());
  }

  private void bindQueues(MeterRegistry registry) {
    Gauge.builder("chat.store.queue.messages", stores, store -> store.statistics().waitingDrafts())
        .description("Messages that wait for a writer")
        .register(registry);
    Gauge.builder("chat.workers.queue.tasks", workers, Workers::waiting)
        .description("Reads and others that wait for a thread")
        .register(registry);
    Gauge.builder("chat.workers.busy.threads", workers, Workers::busy)
        .description("Threads that wait for the database")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<ServedChat> value,
      String... labels) {
    Gauge.builder(name, chat, value).description(description).tags(labels).register(registry);
  }

  private void counter(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<ServedChat> value,
      String... labels) {
    FunctionCounter.builder(name, chat, value)
        .description(description)
        .tags(labels)
        .register(registry);
  }
}
