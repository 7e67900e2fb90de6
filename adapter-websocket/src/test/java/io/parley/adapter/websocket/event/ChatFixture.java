package io.parley.adapter.websocket.event;

import static io.parley.testkit.fixture.Await.await;

import io.javalin.Javalin;
import io.parley.adapter.memory.MemoryPresenceRegistry;
import io.parley.adapter.memory.MemoryStores;
import io.parley.adapter.memory.MemoryUserDirectory;
import io.parley.adapter.websocket.event.ChatSocketServer.UseCases;
import io.parley.adapter.websocket.socketio.RecoveryConfig;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.application.cluster.Attendance;
import io.parley.application.conversation.ConversationAccess;
import io.parley.application.conversation.FollowConversation;
import io.parley.application.message.DeleteMessage;
import io.parley.application.message.SendMessage;
import io.parley.application.presence.CheckOnline;
import io.parley.application.presence.LocalConnections;
import io.parley.application.presence.SignalTyping;
import io.parley.application.presence.TrackPresence;
import io.parley.application.receipt.MarkRead;
import io.parley.application.sync.CatchUp;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Fixture;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The chat's events on a real server, with stores in memory and official clients. */
final class ChatFixture implements AutoCloseable {
  private final ExecutorService worker = Executors.newFixedThreadPool(4);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<ChatClient> clients = new ArrayList<>();
  private final RecordingObserver observer = new RecordingObserver();
  private final Javalin http;
  private final ChatNotifier notifier;
  private final MemoryStores stores;
  private final WatchedHistory history;
  private final WatchedConversations conversations;
  private final SendMessage sendMessage;
  private final DeleteMessage deleteMessage;

  ChatFixture() {
    this(RateLimiter.unlimited(), SocketLimits.defaults());
  }

  ChatFixture(RateLimiter limiter, SocketLimits limits) {
    this(verifier(), limiter, limits);
  }

  ChatFixture(TokenVerifier tokens) {
    this(tokens, RateLimiter.unlimited(), SocketLimits.defaults());
  }

  private ChatFixture(TokenVerifier tokens, RateLimiter limiter, SocketLimits limits) {
    var server =
        SocketIoServer.create(SocketIoConfig.defaults().withRecovery(RecoveryConfig.defaults()));
    var chat = new ChatSocketServer(server);
    this.notifier = chat.notifier();
    this.stores = MemoryStores.create(new MemoryUserDirectory(Fixture.users()), Clock.systemUTC());
    this.history = new WatchedHistory(stores.history());
    this.conversations = new WatchedConversations(stores.conversations());
    var access = new ConversationAccess(conversations);
    var connections = new LocalConnections();
    var presence = MemoryPresenceRegistry.create();
    this.sendMessage = new SendMessage(stores.messages(), notifier);
    this.deleteMessage = new DeleteMessage(stores.history(), stores.messages(), notifier);
    chat.handle(
        new UseCases(
            sendMessage,
            new FollowConversation(access, stores.conversations(), history, notifier),
            new MarkRead(stores.receipts(), notifier),
            new SignalTyping(access, notifier),
            new CheckOnline(connections, presence),
            new TrackPresence(
                connections,
                presence,
                stores.conversations(),
                notifier,
                Clock.systemUTC(),
                Duration.ofMillis(50),
                timer,
                worker),
            new CatchUp(stores.changes()),
            Optional.empty()),
        Attendance.unneeded(),
        tokens,
        limiter,
        limits,
        Clock.systemUTC(),
        worker,
        timer,
        observer);
    this.http =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.jetty.modifyServer(jetty -> jetty.insertHandler(server.handler()));
                })
            .start(0);
  }

  /**
   * A token is the id of its user, and may name the second of its end: {@code 7} or {@code 7@99}.
   */
  static TokenVerifier verifier() {
    return token -> {
      if (!token.matches("[0-9]+(@[0-9]+)?")) {
        throw new ChatException(ErrorCode.INVALID_TOKEN, "Invalid token");
      }
      String[] parts = token.split("@", 2);
      return new TokenVerifier.Credential(
          new UserId(Long.parseLong(parts[0])),
          Optional.empty(),
          parts.length == 1
              ? Optional.empty()
              : Optional.of(Instant.ofEpochSecond(Long.parseLong(parts[1]))));
    };
  }

  int port() {
    return http.port();
  }

  /** Stores a message of which nobody is told yet. */
  Message storeSilently(MessageDraft draft) {
    return await(stores.messages().append(draft)).message();
  }

  /** What was told of the events. */
  RecordingObserver observer() {
    return observer;
  }

  /** Tells the sockets. */
  ChatNotifier notifier() {
    return notifier;
  }

  /** What a client that joins reads. */
  WatchedConversations conversations() {
    return conversations;
  }

  WatchedHistory history() {
    return history;
  }

  SendMessage sendMessage() {
    return sendMessage;
  }

  DeleteMessage deleteMessage() {
    return deleteMessage;
  }

  /** A connected client of a user. */
  ChatClient connect(UserId user) {
    ChatClient client = new ChatClient(port(), String.valueOf(user.value()));
    clients.add(client);
    client.connect();
    return client;
  }

  @Override
  public void close() {
    clients.forEach(ChatClient::close);
    http.stop();
    worker.shutdownNow();
    timer.shutdownNow();
  }
}
