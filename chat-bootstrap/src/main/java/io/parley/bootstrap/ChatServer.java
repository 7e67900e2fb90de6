package io.parley.bootstrap;

import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.adapter.limits.BucketRateLimiter;
import io.parley.adapter.rest.AdminAccess;
import io.parley.adapter.websocket.event.ChatSocketServer;
import io.parley.adapter.websocket.event.SocketLimits;
import io.parley.application.access.RevocableTokens;
import io.parley.application.message.SendMessage;
import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.LimitsConfig;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.demo.Demo;
import io.parley.bootstrap.demo.DemoUsers;
import io.parley.bootstrap.http.ApiDocuments;
import io.parley.bootstrap.http.ClientScripts;
import io.parley.bootstrap.http.DocsFiles;
import io.parley.bootstrap.http.HttpService;
import io.parley.bootstrap.http.Tls;
import io.parley.bootstrap.http.WebPage;
import io.parley.bootstrap.logging.LogbackLevels;
import io.parley.domain.port.RateLimiter;
import io.parley.server.ClosingStack;
import io.parley.server.ServedChat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/**
 * A running service: all modules wired by plain constructors, from the database up to the
 * transports, and stopped in the reverse order.
 */
public final class ChatServer implements AutoCloseable {
  private final HttpService http;
  private final boolean hasPage;
  private final Optional<JwtTokenIssuer> tokens;
  private final Offer offer;
  private final ClosingStack opened;

  private ChatServer(
      HttpService http,
      boolean hasPage,
      Optional<JwtTokenIssuer> tokens,
      Offer offer,
      ClosingStack opened) {
    this.http = http;
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
    var instruments = ServiceInstruments.open(config.telemetry());
    opened.push("instruments", instruments);
    var tls = config.http().tls().map(files -> Tls.open(files, clock));
    tls.ifPresent(certificate -> opened.push("TLS", certificate));
    var foundation = Foundation.open(config, instruments, clock, opened);

    var users = new KnownUsers(config.users(), foundation.stores());
    var tokens = openTokens(config, clock, foundation, users);
    opened.push("tokens", tokens);
    var chat = openChat(config, clock, foundation, users, tokens);
    opened.push("chat", chat);
    instruments.shown().showChat(foundation.health(), chat);

    var page = WebPage.ofBuild();
    List<Handler.Wrapper> outer = new ArrayList<>(List.of(new ClientScripts(), new DocsFiles()));
    page.ifPresent(outer::add);
    if (config.demo()) {
      var demo = fillDemo(foundation, chat);
      tokens.issuer().ifPresent(issuer -> outer.add(new DemoUsers(demo.users(), issuer)));
    }
    var http =
        HttpService.start(
            config.http(), tls, chat, documents(config, chat), outer, foundation.workers().timer());
    opened.push("requests", http);
    opened.push("sockets", chat::disconnect);
    opened.push("readiness", foundation.health()::drain);
    foundation.health().serve();

    var offer =
        new Offer(
            http.endpoints(),
            chat.socketEvents().clientEvents(),
            ChatSocketServer.serverEvents(config.contactRequests()));
    return new ChatServer(http, page.isPresent(), tokens.issuer(), offer, opened);
  }

  private static Tokens openTokens(
      ChatConfig config, Clock clock, Foundation foundation, KnownUsers users) {
    var workers = foundation.workers();
    return Tokens.open(config, clock, workers.timer(), users.admission(workers.blocking(), clock));
  }

  private static ServedChat openChat(
      ChatConfig config, Clock clock, Foundation foundation, KnownUsers users, Tokens tokens) {
    var instruments = foundation.instruments();
    var access = instruments.metrics().access();
    var stores = foundation.stores();
    var builder =
        ServedChat.on(
                new ServiceStores(
                    stores,
                    instruments.messages(stores.messages()),
                    foundation.search(),
                    instruments.metrics().catchUp().measured(stores.changes())),
                access.measured(new RevocableTokens(tokens.verifier(), foundation.revokeTokens())))
            .together(foundation.together())
            .workers(foundation.workers())
            .clock(clock)
            .origins(config.http().allowedOrigins())
            .limiter(access.measured(openLimiter(config.limits(), foundation)))
            .socketLimits(
                SocketLimits.defaults()
                    .withSocketsPerUser(config.limits().socketsPerUser())
                    .withRoomsPerSocket(config.limits().roomsPerSocket()))
            .socketsPerAddress(config.limits().socketsPerAddress())
            .userKeys(config.users().keys(), users.keys())
            .instruments(instruments)
            .readiness(foundation.health());
    users.introductions(foundation.workers().blocking(), clock).ifPresent(builder::introductions);
    config.http().nodeName().ifPresent(builder::nodeName);
    var cluster = foundation.cluster();
    cluster.bus().ifPresent(bus -> builder.cluster(bus, cluster.presence(stores)));
    config
        .adminToken()
        .map(token -> new AdminAccess(token.text(), foundation.revokeTokens(), new LogbackLevels()))
        .ifPresent(builder::admin);
    instruments.shown().page(config.metrics()).ifPresent(builder::metricsPage);
    if (config.contactRequests()) {
      builder.contactRequests(stores.contacts(), stores.blocks());
    }
    return builder.open();
  }

  /** Limits that are those of all nodes together. */
  private static RateLimiter openLimiter(LimitsConfig config, Foundation foundation) {
    var buckets = new BucketRateLimiter(config.perUser(), config.perAddress(), System::nanoTime);
    foundation
        .cluster()
        .spending(foundation.stores())
        .ifPresent(
            ledger ->
                foundation
                    .workers()
                    .repeat(
                        "The exchange of limits",
                        BucketRateLimiter.INTERVAL,
                        () -> buckets.exchange(ledger)));
    return buckets;
  }

  private static Demo fillDemo(Foundation foundation, ServedChat chat) throws InterruptedException {
    var stores = foundation.stores();
    var messages = foundation.instruments().messages(stores.messages());
    var demo =
        new Demo(
            stores.dataSource(),
            stores.users(),
            chat.listConversations(),
            new SendMessage(messages, event -> {}), // nobody is here yet, and asked for contact
            chat.markRead());
    demo.fillIfEmpty();
    return demo;
  }

  private static ApiDocuments documents(ChatConfig config, ServedChat chat) {
    try {
      String version = ProjectVersion.number();
      return new ApiDocuments(
          chat.api().openApi(version),
          ChatSocketServer.asyncApi(version, config.contactRequests()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the service listens, or has listened, as seen from this machine. */
  public URI address() {
    return http.address();
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
