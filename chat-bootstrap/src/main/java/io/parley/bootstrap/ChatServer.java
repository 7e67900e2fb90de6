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
import io.parley.adapter.websocket.connection.EngineConfig;
import io.parley.adapter.websocket.event.ChatSocketServer;
import io.parley.adapter.websocket.event.SocketLimits;
import io.parley.adapter.websocket.socketio.RecoveryConfig;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.application.access.RevocableTokens;
import io.parley.application.access.RevokeTokens;
import io.parley.application.cluster.Attendance;
import io.parley.application.cluster.ClusterRepair;
import io.parley.application.conversation.ConversationAccess;
import io.parley.application.conversation.FollowConversation;
import io.parley.application.conversation.ListConversations;
import io.parley.application.delivery.OrderedDelivery;
import io.parley.application.delivery.Reach;
import io.parley.application.message.DeleteMessage;
import io.parley.application.message.ReadHistory;
import io.parley.application.message.SearchMessages;
import io.parley.application.message.SendMessage;
import io.parley.application.presence.CheckOnline;
import io.parley.application.presence.LocalConnections;
import io.parley.application.presence.SignalTyping;
import io.parley.application.presence.TrackPresence;
import io.parley.application.receipt.ListUnread;
import io.parley.application.receipt.MarkRead;
import io.parley.application.sync.CatchUp;
import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.ClusterConfig;
import io.parley.bootstrap.config.HttpConfig;
import io.parley.bootstrap.config.MetricsAccess;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.config.UsersConfig;
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
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.port.SpendingLedger;
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
import java.util.Set;
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
  /** A page that is loaded anew is no absence. */
  private static final Duration PRESENCE_GRACE = Duration.ofSeconds(3);

  /**
   * How long a connection may be there without a user: clients join as soon as they are connected.
   */
  private static final Duration SOCKET_CONNECT_LIMIT = Duration.ofSeconds(20);

  private static final Duration SOCKET_CLOSE_SPREAD = Duration.ofMillis(1_500);
  private static final Duration SOCKET_CLOSE_LIMIT = Duration.ofSeconds(3);
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
    var observer = new ServiceObserver(metrics, traces);
    var tls = config.http().tls().map(files -> Tls.open(files, clock));
    tls.ifPresent(certificate -> opened.push("TLS", certificate));

    // The socket server comes first: what follows a commit goes out through it.
    var buckets =
        new BucketRateLimiter(
            config.limits().perUser(), config.limits().perAddress(), System::nanoTime);
    RateLimiter limiter = metrics.access().measured(buckets);
    var sockets = SocketIoServer.create(socketConfig(config, limiter));

    // What everything stands on: the database and its schema. What follows the commit of a group of
    // messages leaves in one write for each socket.
    var database = RunningDatabase.start(config.database(), config.dataDirectory());
    opened.push("database", database);
    Schema.migrate(database.connection());
    if (config.users().source() == UsersConfig.Source.CLAIMS) {
      Schema.showOwnProfiles(database.connection());
    }
    Schema.requireNoImport(database.connection());
    var redis = openRedis(config.cluster());
    redis.ifPresent(node -> opened.push("redis", node));
    var bus =
        openBus(config.cluster(), redis, database).map(carrier -> MeasuredBus.of(carrier, metrics));
    var link = bus.map(NodeLink::new);
    Executor together =
        link.map(node -> node.together(sockets::together)).orElse(sockets::together);
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
    var revokeTokens = new RevokeTokens(stores.revocations(), clock);
    var connections = new LocalConnections();
    var presence = presence(config.cluster(), redis, stores);
    var health =
        new ServiceHealth(
            System::nanoTime, search::isFollowing, bus.map(carrier -> carrier::isConnected));
    shown.showService(health, connections);

    // Threads for what blocks, and one for what waits.
    var workers = new Workers();
    opened.push("workers", workers);
    shown.showWorkers(workers);
    Runnable look = health.watched(revokeTokens::look);
    look.run();
    workers.repeat("The look for revoked tokens", RevokeTokens.INTERVAL, look);
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
    var accepted = metrics.access().measured(new RevocableTokens(tokens.verifier(), revokeTokens));

    var chatSockets = new ChatSocketServer(sockets);
    shown.showSockets(sockets, chatSockets);
    // What the use cases announce reaches the sockets in sequence.
    var users = link.map(node -> node.users(stores.history(), workers));
    Reach reach = users.<Reach>map(local -> local).orElseGet(Reach::whole);
    var delivery =
        new OrderedDelivery(
            metrics.messages().delivered(chatSockets.notifier()),
            stores.conversations(),
            stores.history(),
            reach,
            System::nanoTime,
            workers.blocking(),
            workers.timer());
    shown.showDelivery(delivery);
    ChatNotifier notifier =
        link.<ChatNotifier>map(node -> node.notifier(delivery)).orElse(delivery);
    var repair =
        link.map(
            node ->
                node.join(
                    delivery,
                    repairedFrom(stores),
                    workers,
                    metrics.messages().fromBus(sockets::together)));
    link.ifPresent(node -> opened.push("cluster", node));

    // The use cases.
    var access = new ConversationAccess(stores.conversations());
    MessageStore messages = metrics.messages().measured(stores.messages());
    var sendMessage =
        new SendMessage(
            traces.map(followed -> followed.messages().traced(messages)).orElse(messages),
            notifier);
    var deleteMessage = new DeleteMessage(stores.history(), stores.messages(), notifier);
    var listConversations = new ListConversations(stores.shownConversations());
    var markRead = new MarkRead(stores.receipts(), notifier);
    var catchUp = new CatchUp(metrics.catchUp().measured(stores.changes()));
    var trackPresence =
        new TrackPresence(
            connections,
            presence,
            stores.conversations(),
            notifier,
            clock,
            PRESENCE_GRACE,
            workers.timer(),
            workers.blocking());

    trackPresence.start(() -> repair.ifPresent(ClusterRepair::check));

    // The transports.
    Executor blocking =
        traces.map(followed -> followed.carrying(workers.blocking())).orElseGet(workers::blocking);
    chatSockets.handle(
        new ChatSocketServer.UseCases(
            sendMessage,
            new FollowConversation(access, stores.conversations(), stores.history(), notifier),
            markRead,
            new SignalTyping(access, notifier),
            new CheckOnline(connections, presence),
            trackPresence,
            catchUp),
        users.<Attendance>map(local -> local).orElseGet(Attendance::unneeded),
        accepted,
        limiter,
        SocketLimits.defaults()
            .withSocketsPerUser(config.limits().socketsPerUser())
            .withRoomsPerSocket(config.limits().roomsPerSocket()),
        clock,
        blocking,
        workers.timer(),
        observer);
    var api =
        new RestApi(
            new RestApi.UseCases(
                sendMessage,
                deleteMessage,
                new ReadHistory(access, stores.shownHistory()),
                new SearchMessages(access, search),
                listConversations,
                markRead,
                new ListUnread(stores.receipts()),
                catchUp,
                knownUsers.findUsers()),
            accepted,
            limiter,
            config
                .adminToken()
                .map(token -> new AdminAccess(token.text(), revokeTokens, new LogbackLevels())),
            blocking,
            config.http().allowedOrigins(),
            new RestApi.Operations(health, observer, page(config.metrics(), metrics)));

    var page = WebPage.ofBuild();
    List<Handler.Wrapper> outer = new ArrayList<>(List.of(new ClientScripts(), new DocsFiles()));
    page.ifPresent(outer::add);
    if (config.demo()) {
      var demo =
          new Demo(stores.dataSource(), stores.users(), listConversations, sendMessage, markRead);
      demo.fillIfEmpty();
      tokens.issuer().ifPresent(issuer -> outer.add(new DemoUsers(demo.users(), issuer)));
    }

    var documents = documents(api);
    var http = listen(config.http(), tls, api, documents, sockets, outer);
    opened.push("requests", () -> stopRequests(http, api, workers.timer()));
    opened.push("sockets", () -> closeSockets(sockets));
    opened.push("readiness", health::drain);
    health.serve();
    var address = URI.create((tls.isPresent() ? "https" : "http") + "://localhost:" + http.port());
    var offer =
        new Offer(Endpoint.of(http), chatSockets.clientEvents(), ChatSocketServer.serverEvents());
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

  private static ClusterRepair.Stores repairedFrom(PostgresStores stores) {
    return new ClusterRepair.Stores(
        stores.log(), stores.history(), stores.conversations(), stores.receipts());
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

  private static SocketIoConfig socketConfig(ChatConfig config, RateLimiter limiter) {
    HttpConfig http = config.http();
    return SocketIoConfig.defaults()
        .withConnectTimeout(SOCKET_CONNECT_LIMIT)
        .withEngine(
            EngineConfig.defaults()
                .withAllowedOrigins(http.allowedOrigins())
                .withSessionPrefix(http.nodeName().map(name -> name + ".").orElse(""))
                .withKeptHeaders(Set.of("authorization"))
                .withGuard(new HandshakeGuard(limiter))
                .withMaxSessionsPerAddress(config.limits().socketsPerAddress()))
        .withRecovery(RecoveryConfig.defaults());
  }

  private static ApiDocuments documents(RestApi api) {
    try {
      String version = ProjectVersion.number();
      return new ApiDocuments(api.openApi(version), ChatSocketServer.asyncApi(version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Javalin listen(
      HttpConfig config,
      Optional<Tls> tls,
      RestApi api,
      ApiDocuments documents,
      SocketIoServer sockets,
      List<Handler.Wrapper> outer) {
    Javalin http =
        Javalin.create(
            javalin -> {
              javalin.startup.showJavalinBanner = false;
              javalin.startup.showOldJavalinVersionWarning = false;
              javalin.startup.startupWatcherEnabled = false;
              api.install(javalin);
              documents.register(javalin.routes);
              javalin.jetty.addConnector(
                  (jetty, settings) -> ChatConnector.create(jetty, settings, config, tls));
              javalin.jetty.modifyServer(
                  jetty -> {
                    jetty.insertHandler(sockets.handler());
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

  /** Tells all clients to come back; those that do not hear it are cut off with the listener. */
  private static void closeSockets(SocketIoServer sockets) {
    sockets
        .close(SOCKET_CLOSE_SPREAD)
        .toCompletableFuture()
        .completeOnTimeout(null, SOCKET_CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /** Takes no new requests; those that run are answered, what takes too long with a 503. */
  private static void stopRequests(Javalin http, RestApi api, ScheduledExecutorService timer) {
    var limit = timer.schedule(api::giveUp, REQUEST_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
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
