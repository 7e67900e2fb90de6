package io.parley.adapter.websocket.event;

import io.parley.adapter.websocket.event.Payloads.ErrorDetail;
import io.parley.adapter.websocket.socketio.Ack;
import io.parley.adapter.websocket.socketio.ConnectRefused;
import io.parley.adapter.websocket.socketio.Namespace;
import io.parley.adapter.websocket.socketio.RoomListener;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.application.cluster.Attendance;
import io.parley.application.contact.Contacts;
import io.parley.application.conversation.FollowConversation;
import io.parley.application.message.SendMessage;
import io.parley.application.presence.CheckOnline;
import io.parley.application.presence.SignalTyping;
import io.parley.application.presence.TrackPresence;
import io.parley.application.receipt.MarkRead;
import io.parley.application.sync.CatchUp;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.RateLimitedException;
import io.parley.domain.limit.Account;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chat on the default namespace of a Socket.IO server.
 *
 * @since 0.1
 */
public final class ChatSocketServer {
  private static final Logger log = LoggerFactory.getLogger(ChatSocketServer.class);
  private static final long SWEEP_SECONDS = 1;
  private static final long PATIENCE_SECONDS = 2;
  private static final int MAX_EVENT_NAME = 100;

  private final Namespace namespace;
  private final Joins joins = new Joins();

  /** The chat on a server; nothing is handled yet. */
  public ChatSocketServer(SocketIoServer server) {
    this.namespace = server.namespace("/");
  }

  /** Tells the sockets; the use cases, which the event handlers call, need it first. */
  public ChatNotifier notifier() {
    return new SocketNotifier(namespace, joins);
  }

  /** How many rooms there are: of users, and of the conversations that sockets follow. */
  public int roomCount() {
    return namespace.roomCount();
  }

  /** How many events were handed to sockets: each counts once for each socket. */
  public long deliveries() {
    return namespace.deliveries();
  }

  /** The names of the events that clients can send; none before they are handled. */
  public Set<String> clientEvents() {
    return namespace.events();
  }

  /**
   * The names of the events that clients may hear.
   *
   * @param contacts whether there are contact requests
   */
  public static Set<String> serverEvents(boolean contacts) {
    return ServerEvent.wireNames(contacts);
  }

  /**
   * The AsyncAPI 3.0 document of the events, in JSON.
   *
   * @param version what it says to be the version of the service
   * @param contacts whether there are contact requests
   */
  public static byte[] asyncApi(String version, boolean contacts) {
    return AsyncApi.bytes(version, contacts);
  }

  /**
   * Registers the contract's events.
   *
   * @param attendance is told whose sockets there are
   * @param limiter counts what users do
   * @param worker runs the use cases that block; refusing a task is answered as overload
   * @param timer sweeps the sockets for tokens that have ended, and joins
   * @param observer is told how the events fare
   */
  public void handle(
      UseCases useCases,
      Attendance attendance,
      TokenVerifier tokens,
      RateLimiter limiter,
      SocketLimits limits,
      Clock clock,
      Executor worker,
      ScheduledExecutorService timer,
      EventObserver observer) {
    var answers = new Answers(observer);
    var refusalPause = new RefusalPause(timer, worker);
    var tokenEvents = new TokenEvents(tokens, clock, limiter, limits, observer, answers);
    namespace.use(
        socket -> {
          CompletableFuture<?> authenticated;
          try {
            authenticated = tokenEvents.authenticate(socket).toCompletableFuture();
          } catch (ConnectRefused refused) {
            return refusalPause.before(refused);
          }
          return authenticated.isDone() && !authenticated.isCompletedExceptionally()
              ? expected(attendance, ChatSession.userOf(socket))
              : authenticated
                  .handle((done, failure) -> admitted(socket, failure, attendance, refusalPause))
                  .thenCompose(next -> next);
        });
    namespace.onRooms(new UserRooms(attendance));
    namespace.guardRecovery(
        (arriving, lost) -> ChatSession.userOf(arriving).equals(ChatSession.userOf(lost)));
    namespace.onConnection(
        socket -> {
          SocketFields.of(socket, log.atDebug()).log("connected");
          connected(socket, useCases.trackPresence());
          tokenEvents.connected(socket);
        });
    namespace.onDisconnect(
        (socket, reason) -> {
          SocketFields.of(socket, log.atDebug()).log("disconnected: {}", reason.text());
          useCases
              .trackPresence()
              .disconnected(ChatSession.userOf(socket), ChatSession.connectionOf(socket));
        });
    namespace.onUnknownEvent(
        (socket, event, arguments, ack) -> {
          boolean tooFast = refuseUnknown(socket, event, ack, limiter, answers);
          return tooFast ? refusalPause.over() : null;
        });

    var events = new ChatEvents(namespace, worker, limiter, refusalPause, answers);
    new MessageEvents(useCases.sendMessage(), limits, answers).register(events);
    new ConversationEvents(useCases.followConversation(), joins, limits, answers).register(events);
    new ReceiptEvents(useCases.markRead()).register(events);
    new PresenceEvents(useCases.signalTyping(), useCases.checkOnline()).register(events);
    new SyncEvents(useCases.catchUp()).register(events);
    useCases.contacts().ifPresent(contacts -> new ContactEvents(contacts).register(events));
    tokenEvents.register(events);
    Future<?> unused =
        timer.scheduleWithFixedDelay(
            () -> sweep(tokenEvents), SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  /** A failure must not end the sweeps to come, which the timer does not begin again. */
  private void sweep(TokenEvents tokenEvents) {
    try {
      joins.sweep();
      tokenEvents.sweep(namespace);
    } catch (RuntimeException | Error e) {
      log.error("A sweep over the sockets failed", e);
    }
  }

  /** Goes on with the socket of a user who had to be looked up. */
  private static CompletionStage<?> admitted(
      SocketIoSocket socket,
      @Nullable Throwable failure,
      Attendance attendance,
      RefusalPause refusalPause) {
    if (failure == null) {
      CompletionStage<?> expected = expected(attendance, ChatSession.userOf(socket));
      return expected == null ? CompletableFuture.completedFuture(null) : expected;
    }
    Throwable cause = ChatException.unwrap(failure);
    return cause instanceof ConnectRefused refused
        ? refusalPause.before(refused)
        : CompletableFuture.failedFuture(cause);
  }

  /** A socket's first read must not come before its events can; nor is it to wait for ever. */
  private static @Nullable CompletionStage<?> expected(Attendance attendance, UserId user) {
    CompletableFuture<Void> reachable = attendance.expect(user).toCompletableFuture();
    return reachable.isDone()
        ? null
        : reachable.copy().completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** A user's room is there as long as he has a socket, or one that may be taken up again. */
  private record UserRooms(Attendance attendance) implements RoomListener {
    @Override
    public void created(String room) {
      ChatRooms.userOf(room).ifPresent(attendance::arrived);
    }

    @Override
    public void deleted(String room) {
      ChatRooms.userOf(room).ifPresent(attendance::departed);
    }
  }

  private static void connected(SocketIoSocket socket, TrackPresence trackPresence) {
    socket.join(ChatRooms.user(ChatSession.userOf(socket)));
    trackPresence.connected(ChatSession.userOf(socket), ChatSession.connectionOf(socket));
  }

  /** Whether the client is to wait, since it sends too many. */
  private static boolean refuseUnknown(
      SocketIoSocket socket, String event, Ack ack, RateLimiter limiter, Answers answers) {
    String name = printable(event);
    try {
      limiter.spend(new Account(LimitedAction.OTHER, ChatSession.userOf(socket)));
      answers.refuseUnknown(
          socket, name, ack, ErrorDetail.of("unknown_event", "Unknown event: " + name, false));
      return false;
    } catch (RateLimitedException refused) {
      answers.failUnknown(socket, name, ack, refused);
      return true;
    }
  }

  /** A name from outside, short and well formed: a lone surrogate could not be sent back. */
  private static String printable(String event) {
    String head = event.length() > MAX_EVENT_NAME ? event.substring(0, MAX_EVENT_NAME) : event;
    return new String(head.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /**
   * What clients can do.
   *
   * @param contacts without them their events are unknown
   */
  public record UseCases(
      SendMessage sendMessage,
      FollowConversation followConversation,
      MarkRead markRead,
      SignalTyping signalTyping,
      CheckOnline checkOnline,
      TrackPresence trackPresence,
      CatchUp catchUp,
      Optional<Contacts> contacts) {}
}
