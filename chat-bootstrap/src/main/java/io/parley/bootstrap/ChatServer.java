package io.parley.bootstrap;

import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.adapter.limits.BucketRateLimiter;
import io.parley.adapter.lucene.IndexedMessageSearch;
import io.parley.adapter.memory.MemoryPresenceRegistry;
import io.parley.adapter.metrics.ChatMetrics;
import io.parley.adapter.metrics.MeasuredBus;
import io.parley.adapter.postgres.PostgresBus;
import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.redis.RedisConfig;
import io.parley.adapter.redis.RedisNode;
import io.parley.adapter.rest.AdminAccess;
import io.parley.adapter.rest.MetricsPage;
import io.parley.adapter.rest.RestApi;
import io.parley.adapter.traces.ChatTraces;
import io.parley.adapter.webhooks.Webhooks;
import io.parley.adapter.websocket.event.ChatSocketServer;
import io.parley.adapter.websocket.event.SocketLimits;
import io.parley.application.access.RevocableTokens;
import io.parley.application.access.RevokeTokens;
import io.parley.application.message.SendMessage;
import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.ClusterConfig;
import io.parley.bootstrap.config.HttpConfig;
import io.parley.bootstrap.config.MetricsAccess;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.config.WebhookConfig;
import io.parley.bootstrap.data.DataDirectory;
import io.parley.bootstrap.database.RunningDatabase;
import io.parley.bootstrap.database.Schema;
import io.parley.bootstrap.demo.Demo;
import io.parley.bootstrap.demo.DemoUsers;
import io.parley.bootstrap.http.ApiDocuments;
import io.parley.bootstrap.http.ChatConnector;
import io.parley.bootstrap.http.ClientScripts;
import io.parley.bootstrap.http.DocsFiles;
import io.parley.bootstrap.http.Tls;
import io.parley.bootstrap.http.WebPage;
import io.parley.bootstrap.logging.LogbackLevels;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.SpendingLedger;
import io.parley.server.ClosingStack;
import io.parley.server.ServedChat;
import io.parley.server.Together;
import io.parley.server.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.GracefulHandler;

/**
 * A running service: all modules wired by plain constructors, from the database up to the
 * transports, and stopped in the reverse order.
 */
public final class ChatServer implements AutoCloseable {
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(2);
  private static final Duration REQUEST_DRAIN_LIMIT = Duration.ofSeconds(3);

  private final URI address;
  private final boolean hasPage;
  private final Optional<JwtTokenIssuer> tokens;
  private final Offer offer;
  private final ClosingStack opened;

  private ChatServer(
      URI address,
      boolean hasPage,
      Optional<JwtTokenIssuer> tokens,
      Offer offer,
      ClosingStack opened) {
    this.address = address;
    this.hasPage = hasPage;
    this.tokens = tokens;
    this.offer = offer;
    this.opened = opened;
  }

  /**
   * Starts a service; returns when it accepts connections.
   *
   * @throws StartupException if something that it needs is not to be had; nothing stays open
   */
  public static ChatServer start(ChatConfig config, Clock clock) throws InterruptedException {
    ClosingStack opened = new ClosingStack();
    try {
      return start(config, clock, opened);
    } catch (InterruptedException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static ChatServer start(ChatConfig config, Clock clock, ClosingStack opened)
      throws InterruptedException {
    var metrics = new ChatMetrics();
    opened.push("metrics", metrics);
    var shown = new ServiceMetrics(metrics);
    var traces = openTraces(config.telemetry().variables());
    traces.ifPresent(followed -> opened.push("traces", followed));
    var tls = config.http().tls().map(files -> Tls.open(files, clock));
    tls.ifPresent(certificate -> opened.push("TLS", certificate));

    // What everything stands on: the database and its schema. What follows the commit of a group of
    // messages leaves in one write for each socket.
    var database = RunningDatabase.start(config.database(), config.dataDirectory());
    opened.push("database", database);
    Schema.migrate(database.connection());
    if (config.users().source().isStoredHere()) {
      Schema.showOwnProfiles(database.connection());
    }
    Schema.requireNoImport(database.connection());
    var redis = openRedis(config.cluster());
    redis.ifPresent(node -> opened.push("redis", node));
    var bus =
        openBus(config.cluster(), redis, database).map(carrier -> MeasuredBus.of(carrier, metrics));
    var together = new Together();
    Executor measured = metrics.messages().groups(together);
    var stores =
        PostgresStores.open(
            Schema.storesOf(database.connection()),
            config.standby().map(Schema::standbyOf),
            traces.map(followed -> followed.messages().groups(measured)).orElse(measured));
    opened.push("stores", stores);
    shown.showStores(stores);
    var search = openSearch(config.dataDirectory(), stores);
    opened.push("search", search);
    config
        .webhook()
        .map(hook -> startWebhooks(hook, stores, clock))
        .ifPresent(
            webhooks -> {
              opened.push("webhooks", webhooks);
              shown.showWebhooks(webhooks);
            });
    var revokeTokens = new RevokeTokens(stores.revocations(), clock);
    var health =
        new ServiceHealth(
            System::nanoTime, search::isFollowing, bus.map(carrier -> carrier::isConnected));

    // Threads for what blocks, and one for what waits.
    var workers = new Workers();
    opened.push("workers", workers);
    shown.showWorkers(workers);
    Runnable look = health.watched(revokeTokens::look);
    look.run();
    workers.repeat("The look for revoked tokens", RevokeTokens.INTERVAL, look);
    var buckets =
        new BucketRateLimiter(
            config.limits().perUser(), config.limits().perAddress(), System::nanoTime);
    spending(config.cluster(), redis, stores)
        .ifPresent(
            ledger ->
                workers.repeat(
                    "The exchange of limits",
                    BucketRateLimiter.INTERVAL,
                    () -> buckets.exchange(ledger)));

    var knownUsers = new KnownUsers(config.users(), stores);
    var tokens =
        Tokens.open(
            config, clock, workers.timer(), knownUsers.admission(workers.blocking(), clock));
    opened.push("tokens", tokens);

    // The chat itself.
    MessageStore messages = metrics.messages().measured(stores.messages());
    var builder =
        ServedChat.on(
                new ServiceStores(
                    stores,
                    traces.map(followed -> followed.messages().traced(messages)).orElse(messages),
                    search,
                    metrics.catchUp().measured(stores.changes())),
                metrics.access().measured(new RevocableTokens(tokens.verifier(), revokeTokens)))
            .together(together)
            .workers(workers)
            .clock(clock)
            .origins(config.http().allowedOrigins())
            .limiter(metrics.access().measured(buckets))
            .socketLimits(
                SocketLimits.defaults()
                    .withSocketsPerUser(config.limits().socketsPerUser())
                    .withRoomsPerSocket(config.limits().roomsPerSocket()))
            .socketsPerAddress(config.limits().socketsPerAddress())
            .userKeys(config.users().keys(), knownUsers.keys())
            .instruments(new ServiceInstruments(metrics, traces))
            .readiness(health);
    knownUsers.introductions(workers.blocking(), clock).ifPresent(builder::introductions);
    config.http().nodeName().ifPresent(builder::nodeName);
    bus.ifPresent(carrier -> builder.cluster(carrier, presence(config.cluster(), redis, stores)));
    config
        .adminToken()
        .map(token -> new AdminAccess(token.text(), revokeTokens, new LogbackLevels()))
        .ifPresent(builder::admin);
    page(config.metrics(), metrics).ifPresent(builder::metricsPage);
    if (config.contactRequests()) {
      builder.contactRequests(stores.contacts(), stores.blocks());
    }
    var chat = builder.open();
    opened.push("chat", chat);
    shown.showService(health, chat.connections());
    shown.showSockets(chat.sockets(), chat.socketEvents());
    shown.showDelivery(chat.delivery());

    var page = WebPage.ofBuild();
    List<Handler.Wrapper> outer = new ArrayList<>(List.of(new ClientScripts(), new DocsFiles()));
    page.ifPresent(outer::add);
    if (config.demo()) {
      var demo =
          new Demo(
              stores.dataSource(),
              stores.users(),
              chat.listConversations(),
              new SendMessage(messages, event -> {}), // nobody is here yet, and asked for contact
              chat.markRead());
      demo.fillIfEmpty();
      tokens.issuer().ifPresent(issuer -> outer.add(new DemoUsers(demo.users(), issuer)));
    }

    var documents = documents(chat.api(), config.contactRequests());
    var http = listen(config.http(), tls, chat, documents, outer);
    opened.push("requests", () -> stopRequests(http, chat, workers.timer()));
    opened.push("sockets", chat::disconnect);
    opened.push("readiness", health::drain);
    health.serve();
    var address = URI.create((tls.isPresent() ? "https" : "http") + "://localhost:" + http.port());
    var offer =
        new Offer(
            Endpoint.of(http),
            chat.socketEvents().clientEvents(),
            ChatSocketServer.serverEvents(config.contactRequests()));
    return new ChatServer(address, page.isPresent(), tokens.issuer(), offer, opened);
  }

  private static Optional<ChatTraces> openTraces(Map<String, String> variables) {
    try {
      return ChatTraces.open(variables);
    } catch (IllegalArgumentException e) {
      throw new StartupException("Traces cannot be sent: " + e.getMessage(), e);
    }
  }

  private static IndexedMessageSearch openSearch(Path dataDirectory, PostgresStores stores) {
    return IndexedMessageSearch.open(
        DataDirectory.inside(dataDirectory, "search"), stores.log(), stores.shownHistory());
  }

  private static Webhooks startWebhooks(WebhookConfig config, PostgresStores stores, Clock clock) {
    return Webhooks.start(
        config.url(),
        config.secret(),
        stores.log(),
        stores.history(),
        stores.offsets(),
        RestApi::shape,
        clock);
  }

  private static Optional<RedisNode> openRedis(ClusterConfig config) {
    return config.kind() == ClusterConfig.Kind.REDIS
        ? config.redisUrl().map(url -> RedisNode.open(RedisConfig.of(url.text())))
        : Optional.empty();
  }

  private static Optional<ClusterBus> openBus(
      ClusterConfig config, Optional<RedisNode> redis, RunningDatabase database) {
    return config.kind() == ClusterConfig.Kind.POSTGRES
        ? Optional.of(PostgresBus.open(Schema.storesOf(database.connection())))
        : redis.map(RedisNode::bus);
  }

  private static Optional<MetricsPage> page(MetricsAccess access, ChatMetrics metrics) {
    return switch (access) {
      case OFF -> Optional.empty();
      case LOCAL -> Optional.of(page(metrics, MetricsPage.Audience.LOCAL));
      case PUBLIC -> Optional.of(page(metrics, MetricsPage.Audience.PUBLIC));
    };
  }

  private static MetricsPage page(ChatMetrics metrics, MetricsPage.Audience audience) {
    return new MetricsPage(ChatMetrics.CONTENT_TYPE, metrics::page, audience);
  }

  private static PresenceRegistry presence(
      ClusterConfig config, Optional<RedisNode> redis, PostgresStores stores) {
    return switch (config.kind()) {
      case NONE -> MemoryPresenceRegistry.create();
      case REDIS -> redis.orElseThrow().presence();
      case POSTGRES -> stores.presence();
    };
  }

  private static Optional<SpendingLedger> spending(
      ClusterConfig config, Optional<RedisNode> redis, PostgresStores stores) {
    return switch (config.kind()) {
      case NONE -> Optional.empty();
      case REDIS -> redis.map(RedisNode::spending);
      case POSTGRES -> Optional.of(stores.spending());
    };
  }

  private static ApiDocuments documents(RestApi api, boolean contacts) {
    try {
      String version = ProjectVersion.number();
      return new ApiDocuments(api.openApi(version), ChatSocketServer.asyncApi(version, contacts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Javalin listen(
      HttpConfig config,
      Optional<Tls> tls,
      ServedChat chat,
      ApiDocuments documents,
      List<Handler.Wrapper> outer) {
    Javalin http =
        Javalin.create(
            javalin -> {
              javalin.startup.showJavalinBanner = false;
              javalin.startup.showOldJavalinVersionWarning = false;
              javalin.startup.startupWatcherEnabled = false;
              chat.api().install(javalin);
              documents.register(javalin.routes);
              javalin.jetty.addConnector(
                  (jetty, settings) -> ChatConnector.create(jetty, settings, config, tls));
              javalin.jetty.modifyServer(
                  jetty -> {
                    jetty.insertHandler(chat.sockets().handler());
                    outer.forEach(jetty::insertHandler);
                    jetty.insertHandler(new GracefulHandler());
                    jetty.setStopTimeout(REQUEST_DRAIN_LIMIT.toMillis());
                  });
            });
    try {
      return http.start();
    } catch (JavalinBindException e) {
      throw new StartupException(
          "Port " + config.port() + " is in use or not allowed: choose another one with --port", e);
    }
  }

  /** Takes no new requests; those that run are answered, what takes too long with a 503. */
  private static void stopRequests(Javalin http, ServedChat chat, ScheduledExecutorService timer) {
    var limit = timer.schedule(chat.api()::giveUp, REQUEST_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    http.stop();
    limit.cancel(false);
  }

  /** Where the service listens, or has listened, as seen from this machine. */
  public URI address() {
    return address;
  }

  /** Whether there is a web page at the address. */
  public boolean hasPage() {
    return hasPage;
  }

  /** What clients can call here. */
  public Offer offer() {
    return offer;
  }

  /** Issues the tokens of a demo; empty if there is no secret to sign with. */
  public Optional<JwtTokenIssuer> tokens() {
    return tokens;
  }

  /** Stops in order: no new work, running requests finish, sockets are told; takes seconds. */
  @Override
  public void close() {
    opened.close();
  }
}
