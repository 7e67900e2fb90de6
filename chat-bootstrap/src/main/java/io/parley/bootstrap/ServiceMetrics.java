package io.parley.bootstrap;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.parley.adapter.metrics.ChatMetrics;
import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.StoreStatistics;
import io.parley.adapter.rest.MetricsPage;
import io.parley.adapter.webhooks.Webhooks;
import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.adapter.websocket.event.ChatSocketServer;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.application.delivery.OrderedDelivery;
import io.parley.bootstrap.config.MetricsAccess;
import io.parley.server.ServedChat;
import io.parley.server.Workers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows what the modules count by themselves; it is looked at when somebody reads the metrics. */
record ServiceMetrics(ChatMetrics metrics) {
  /** The page with all of them; empty if nobody may see it. */
  Optional<MetricsPage> page(MetricsAccess access) {
    return switch (access) {
      case OFF -> Optional.empty();
      case LOCAL -> Optional.of(page(MetricsPage.Audience.LOCAL));
      case PUBLIC -> Optional.of(page(MetricsPage.Audience.PUBLIC));
    };
  }

  private MetricsPage page(MetricsPage.Audience audience) {
    return new MetricsPage(ChatMetrics.CONTENT_TYPE, metrics::page, audience);
  }

  void showChat(ServiceHealth health, ServedChat chat) {
    showHealth(health);
    metrics.gauge(
        "chat.users.online", "Users with a socket on this node", chat.connections()::userCount);
    showSockets(chat.sockets(), chat.socketEvents());
    showDelivery(chat.delivery());
  }

  private void showHealth(ServiceHealth health) {
    metrics.gauge(
        "chat.ready", "Whether new requests are welcome: 1 or 0", () -> truth(health.isReady()));
    metrics.gauge(
        "chat.database.up",
        "Whether the database has answered lately: 1 or 0",
        () -> truth(health.isDatabaseUp()));
    metrics.gauge(
        "chat.search.index.up",
        "Whether the search index follows the messages: 1 or 0",
        () -> truth(health.isSearchFollowing()));
  }

  private void showSockets(SocketIoServer server, ChatSocketServer chat) {
    var engine = metrics.once(server::statistics);
    metrics.counter(
        "chat.sockets.opened",
        "Sessions of Socket.IO that were opened",
        () -> engine.get().openedSessions());
    for (CloseReason reason : CloseReason.values()) {
      metrics.counter(
          "chat.sockets.closed",
          "Sessions of Socket.IO that have ended, by why; slow_consumer was cut off",
          Map.of("reason", reason.name().toLowerCase(Locale.ROOT)),
          () -> engine.get().closes(reason));
    }
    for (String refusal : engine.get().refusalNames()) {
      metrics.counter(
          "chat.socket.requests.refused",
          "Handshakes and other requests of Socket.IO that were refused, by what was wrong",
          Map.of("reason", refusal),
          () -> engine.get().refusals().getOrDefault(refusal, 0L));
    }
    metrics.gauge("chat.rooms", "Rooms: of users, and of open conversations", chat::roomCount);
    metrics.counter(
        "chat.events.delivered",
        "Events handed to sockets; one for three sockets counts three times",
        chat::deliveries);
    showQueues(server);
  }

  private void showQueues(SocketIoServer server) {
    var queues = metrics.once(server::queues);
    String what = "Open sessions of Socket.IO, by transport";
    metrics.gauge(
        "chat.sockets", what, Map.of("transport", "polling"), () -> queues.get().pollingSessions());
    metrics.gauge(
        "chat.sockets",
        what,
        Map.of("transport", "websocket"),
        () -> queues.get().webSocketSessions());
    metrics.gauge(
        "chat.send.queue.packets",
        "Packets that wait for clients, of all sessions",
        () -> queues.get().packets());
    metrics.gauge(
        "chat.send.queue.bytes", "The bytes of these packets", () -> queues.get().bytes());
    metrics.gauge(
        "chat.send.queue.longest.packets",
        "Packets that wait for one client, at most",
        () -> queues.get().longestQueue());
    metrics.gauge(
        "chat.write.queue.sessions",
        "Sessions that wait for a thread to write to them",
        () -> queues.get().waitingSessions());
  }

  void showWorkers(Workers workers) {
    metrics.gauge(
        "chat.workers.queue.tasks", "Reads and others that wait for a thread", workers::waiting);
    metrics.gauge(
        "chat.workers.queue.capacity.tasks", "How many may wait", () -> Workers.WAITING_TASKS);
    metrics.gauge("chat.workers.busy.threads", "Threads that wait for the database", workers::busy);
  }

  void showStores(PostgresStores stores) {
    stores.measurePools(new MicrometerMetricsTrackerFactory(metrics.registry()));
    var seen = metrics.once(stores::statistics);
    metrics.gauge(
        "chat.store.queue.messages",
        "Messages that wait for a writer",
        () -> seen.get().waitingDrafts());
    metrics.gauge(
        "chat.store.queue.capacity.messages",
        "How many may wait",
        () -> seen.get().waitingCapacity());
    seen.get().standby().ifPresent(standby -> showStandby(seen));
  }

  private void showStandby(Supplier<StoreStatistics> seen) {
    metrics.gauge(
        "chat.read.replica.usable",
        "Whether the read replica answers and follows the primary: 1 or 0",
        () -> truth(seen.get().standby().orElseThrow().usable()));
    String what = "Reads that the read replica might answer, by who did";
    metrics.counter(
        "chat.read.replica.reads",
        what,
        Map.of("server", "replica"),
        () -> seen.get().standby().orElseThrow().answered());
    metrics.counter(
        "chat.read.replica.reads",
        what,
        Map.of("server", "primary"),
        () -> seen.get().standby().orElseThrow().passedOn());
  }

  void showWebhooks(Webhooks webhooks) {
    var seen = metrics.once(webhooks::statistics);
    metrics.counter(
        "chat.webhooks.delivered",
        "Events that the host's service has taken",
        () -> seen.get().delivered());
    metrics.counter(
        "chat.webhooks.retries",
        "Requests to the host's service that are repeated",
        () -> seen.get().retries());
    metrics.counter(
        "chat.webhooks.refused",
        "Events that the host's service does not want, and that were left out",
        () -> seen.get().refused());
    metrics.gauge(
        "chat.webhooks.behind.messages",
        "Messages that the host's service is not told of yet; 0 on nodes that do not tell it",
        () -> seen.get().behind());
  }

  private void showDelivery(OrderedDelivery delivery) {
    var seen = metrics.once(delivery::statistics);
    metrics.gauge(
        "chat.delivery.lanes",
        "Conversations of which it is known what has gone out",
        () -> seen.get().lanes());
    metrics.gauge(
        "chat.delivery.broken.lanes",
        "Conversations that wait for a message that is missing",
        () -> seen.get().brokenLanes());
    metrics.gauge(
        "chat.delivery.queue.events",
        "Events that wait in these",
        () -> seen.get().waitingEvents());
    metrics.counter(
        "chat.delivery.filled",
        "Messages that were read from the database to fill holes",
        () -> seen.get().filledMessages());
    metrics.counter(
        "chat.delivery.given.up",
        "Holes that were not filled in time; their followers were told to read anew",
        () -> seen.get().givenUpHoles());
  }

  private static int truth(boolean value) {
    return value ? 1 : 0;
  }
}
