package io.parley.server;

import io.javalin.plugin.Plugin;
import io.parley.adapter.limits.UsualLimits;
import io.parley.adapter.memory.MemoryPresenceRegistry;
import io.parley.adapter.rest.AdminAccess;
import io.parley.adapter.rest.MetricsPage;
import io.parley.adapter.rest.Readiness;
import io.parley.adapter.rest.RestApi;
import io.parley.adapter.websocket.connection.EngineConfig;
import io.parley.adapter.websocket.event.ChatSocketServer;
import io.parley.adapter.websocket.event.SocketLimits;
import io.parley.adapter.websocket.socketio.RecoveryConfig;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.application.Listeners;
import io.parley.application.contact.RequestedContacts;
import io.parley.application.conversation.ListConversations;
import io.parley.application.delivery.OrderedDelivery;
import io.parley.application.message.DeleteMessage;
import io.parley.application.message.ReadHistory;
import io.parley.application.message.SearchMessages;
import io.parley.application.message.SendMessage;
import io.parley.application.message.SendPolicies;
import io.parley.application.message.SendRules;
import io.parley.application.message.SendWithin;
import io.parley.application.presence.CheckOnline;
import io.parley.application.presence.LocalConnections;
import io.parley.application.presence.TrackPresence;
import io.parley.application.receipt.ListUnread;
import io.parley.application.receipt.MarkRead;
import io.parley.application.sync.CatchUp;
import io.parley.application.user.FindUsers;
import io.parley.application.user.IntroduceUsers;
import io.parley.application.user.IntroducedUsers;
import io.parley.application.user.NumberKeys;
import io.parley.domain.port.BlockStore;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ChatStores;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.ContactStore;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.port.TransactionalAppend;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserKeyForm;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/**
 * A chat with its REST API and its sockets, wired on the stores of an application, for an HTTP
 * server to mount. Nothing is static: several in one process know nothing of each other.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class ServedChat implements AutoCloseable {
  /**
   * How long a connection may be there without a user: clients join as soon as they are connected.
   */
  private static final Duration SOCKET_CONNECT_LIMIT = Duration.ofSeconds(20);

  private static final Duration SOCKET_CLOSE_SPREAD = Duration.ofMillis(1_500);
  private static final Duration SOCKET_CLOSE_LIMIT = Duration.ofSeconds(3);

  private final ClosingStack opened;
  private final SocketIoServer sockets;
  private final ChatSocketServer socketEvents;
  private final RestApi api;
  private final LocalConnections connections = new LocalConnections();
  private final DeliveryParts delivery;
  private final UseCases useCases;
  private final AtomicBoolean disconnected = new AtomicBoolean();
  private final MountPath path;
  private Handler.@Nullable Wrapper mounted;

  private ServedChat(Builder parts, ClosingStack opened) {
    this.opened = opened;
    this.path = new MountPath(parts.path.prefix(), parts.admin != null);
    ChatStores stores = parts.stores;
    Workers workers = parts.workers == null ? ownWorkers() : parts.workers;

    this.sockets = SocketIoServer.create(parts.socketConfig());
    this.socketEvents = new ChatSocketServer(sockets);
    Optional<NodeLink> link = Optional.ofNullable(parts.bus).map(NodeLink::new);
    link.ifPresent(node -> opened.push("cluster", node));
    this.delivery =
        new DeliveryParts(
            stores,
            sockets,
            told(parts.listeners),
            parts.together,
            link,
            workers,
            parts.instruments);
    var contacts = contacts(parts, stores);
    Runnable repair = delivery.join(contacts.silence());

    var trackPresence =
        new TrackPresence(
            connections,
            parts.presence,
            stores.conversations(),
            delivery.notifier(),
            contacts.silence(),
            parts.clock,
            TrackPresence.USUAL_GRACE,
            workers.timer(),
            workers.blocking());
    trackPresence.start(repair);
    this.useCases =
        UseCases.of(
            stores,
            delivery.notifier(),
            parts.rules(workers),
            contacts,
            new CheckOnline(connections, parts.presence, contacts.silence()),
            trackPresence,
            new FindUsers(parts.keyForm, parts.keys, stores.conversations()));

    Executor blocking = parts.instruments.blocking(workers.blocking());
    socketEvents.handle(
        useCases.forSockets(),
        delivery.attendance(),
        parts.tokens,
        parts.limiter,
        parts.socketLimits,
        parts.clock,
        blocking,
        workers.timer(),
        parts.instruments.events());
    this.api =
        new RestApi(
            useCases.forRest(),
            parts.tokens,
            parts.limiter,
            Optional.ofNullable(parts.admin),
            blocking,
            parts.origins,
            new RestApi.Operations(
                parts.readiness,
                parts.instruments.requests(),
                Optional.ofNullable(parts.metricsPage)));
    opened.push("sockets", this::disconnect);
  }

  private ContactParts contacts(Builder parts, ChatStores stores) {
    return parts.contacts == null
        ? ContactParts.none(delivery.notifier())
        : ContactParts.of(
            parts.contacts,
            stores,
            parts.users(),
            delivery.notifier(),
            new CheckOnline(connections, parts.presence),
            parts.clock);
  }

  private Workers ownWorkers() {
    var workers = new Workers();
    opened.push("workers", workers);
    return workers;
  }

  private ChatNotifier told(List<ChatNotifier> listeners) {
    if (listeners.isEmpty()) {
      return socketEvents.notifier();
    }
    List<ChatNotifier> all = new ArrayList<>(List.of(socketEvents.notifier()));
    all.addAll(listeners);
    return new Listeners(all);
  }

  /**
   * Begins to build a chat.
   *
   * @param stores stay open when the chat is closed
   * @param tokens says who a client is
   */
  public static Builder on(ChatStores stores, TokenVerifier tokens) {
    return new Builder(stores, tokens);
  }

  public SendMessage sendMessage() {
    return useCases.sendMessage();
  }

  /**
   * Sends within transactions of the application.
   *
   * @param store of the stores that the chat is on
   */
  public <T> SendWithin<T> sendWithin(TransactionalAppend<T> store) {
    return new SendWithin<>(store, delivery.notifier());
  }

  public DeleteMessage deleteMessage() {
    return useCases.deleteMessage();
  }

  public ReadHistory readHistory() {
    return useCases.readHistory();
  }

  public SearchMessages searchMessages() {
    return useCases.searchMessages();
  }

  public ListConversations listConversations() {
    return useCases.listConversations();
  }

  public MarkRead markRead() {
    return useCases.markRead();
  }

  public ListUnread listUnread() {
    return useCases.listUnread();
  }

  public CatchUp catchUp() {
    return useCases.catchUp();
  }

  /**
   * The chat, for a Jetty 12.1 server that has not started yet: {@code
   * server.insertHandler(chat.handler())}. It takes the requests below {@code /api/chat/} and
   * {@code /socket.io/} at its path, and passes all others on untouched. Always the same object: a
   * chat is at one place.
   */
  public synchronized Handler.Wrapper handler() {
    if (mounted == null) {
      mounted = new MountedHandler(path, api.context(path.prefix(), sockets.handler()));
    }
    return mounted;
  }

  /** The same for a Javalin application: {@code config.registerPlugin(chat.plugin())}. */
  public Plugin<Void> plugin() {
    return new ChatPlugin(handler());
  }

  /** The REST API, for a server that serves nothing but this chat. */
  public RestApi api() {
    return api;
  }

  /** The Socket.IO server, for monitoring, and for a server of this chat alone. */
  public SocketIoServer sockets() {
    return sockets;
  }

  /** The chat's events on it, for monitoring. */
  public ChatSocketServer socketEvents() {
    return socketEvents;
  }

  /** The sockets' users, for monitoring. */
  public LocalConnections connections() {
    return connections;
  }

  /** What brings events into their sequence, for monitoring. */
  public OrderedDelivery delivery() {
    return delivery.delivery();
  }

  /** Whether new sockets are welcome: not any more once it is {@link #disconnect}ed. */
  public boolean isAccepting() {
    return !disconnected.get();
  }

  /**
   * Tells all sockets to come back, over one and a half seconds, and takes no new ones; waits three
   * seconds for that at most. Requests are still answered. Calling it again changes nothing.
   */
  public void disconnect() {
    if (disconnected.compareAndSet(false, true)) {
      sockets
          .close(SOCKET_CLOSE_SPREAD)
          .toCompletableFuture()
          .completeOnTimeout(null, SOCKET_CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    }
  }

  /**
   * Disconnects, gives requests that run two seconds, answers all others with 503, and ends the
   * threads that are its own; the bus to other nodes is closed with it. The server that it is
   * mounted on may go on.
   */
  @Override
  public void close() {
    opened.close();
    api.giveUp();
  }

  /** What a chat is made of; whatever is not named is as in the service. */
  public static final class Builder {
    private final ChatStores stores;
    private final TokenVerifier tokens;
    private final List<ChatNotifier> listeners = new ArrayList<>();
    private MountPath path = new MountPath("", false);
    private Together together = new Together();
    private List<String> origins = List.of();
    private RateLimiter limiter = UsualLimits.limiter();
    private SocketLimits socketLimits = SocketLimits.defaults();
    private int socketsPerAddress = Integer.MAX_VALUE;
    private String sessionPrefix = "";
    private PresenceRegistry presence = MemoryPresenceRegistry.create();
    private Instruments instruments = Instruments.none();
    private Readiness readiness = Readiness.of(() -> true);
    private Clock clock = Clock.systemUTC();
    private UserKeyForm keyForm = UserKeyForm.NUMBER;
    private UserKeys keys = new NumberKeys();
    private @Nullable SendPolicies policies;
    private @Nullable IntroduceUsers introduce;
    private ContactParts.@Nullable Stores contacts;
    private @Nullable ClusterBus bus;
    private @Nullable Workers workers;
    private @Nullable AdminAccess admin;
    private @Nullable MetricsPage metricsPage;

    private Builder(ChatStores stores, TokenVerifier tokens) {
      this.stores = stores;
      this.tokens = tokens;
    }

    /**
     * Puts the chat below a path of the server that mounts it; otherwise it is at the paths of the
     * contract.
     *
     * @param prefix like {@code /support}, for {@code /support/api/chat/} and {@code
     *     /support/socket.io/}
     * @throws IllegalArgumentException if it is no such path
     */
    public Builder under(String prefix) {
      path = new MountPath(prefix, false);
      return this;
    }

    /**
     * Adds somebody who is told what the sockets are told, after it is stored: the messages of a
     * conversation in sequence, each once. Of several nodes each tells what reaches its own users.
     *
     * @param listener is called by the thread that has stored, and must not block; what it throws
     *     is logged
     */
    public Builder listener(ChatNotifier listener) {
      listeners.add(listener);
      return this;
    }

    /** What the stores were given for what follows a commit. */
    public Builder together(Together afterCommit) {
      together = afterCommit;
      return this;
    }

    /**
     * The web origins whose pages may use the chat with the user's cookies, beside pages of the
     * server itself.
     *
     * @param allowed such as {@code https://shop.example}
     * @throws IllegalArgumentException if one of them is no origin
     */
    public Builder origins(Collection<String> allowed) {
      origins = allowed.stream().map(Origins::normalise).distinct().toList();
      return this;
    }

    /**
     * What the host calls its users, if that is no number; {@code tokens} has to know as well.
     *
     * @param numbers of the same store as the messages
     */
    public Builder userKeys(UserKeyForm form, UserKeys numbers) {
      keyForm = form;
      keys = numbers;
      return this;
    }

    /** The rules that are asked before a message is stored; none by default. */
    public Builder policies(SendPolicies rules) {
      policies = rules;
      return this;
    }

    /**
     * Has users ask before they write, and lets them block others. It takes the place of a {@code
     * ContactPolicy}.
     */
    public Builder contactRequests(ContactStore requests, BlockStore blocks) {
      contacts = new ContactParts.Stores(requests, blocks);
      return this;
    }

    /** Counts what users and addresses do. */
    public Builder limiter(RateLimiter counting) {
      limiter = counting;
      return this;
    }

    public Builder socketLimits(SocketLimits limits) {
      socketLimits = limits;
      return this;
    }

    /** How many sockets an address may have at a time; 1 or more. */
    public Builder socketsPerAddress(int number) {
      socketsPerAddress = number;
      return this;
    }

    /**
     * The name of this node, with which the ids of its sessions begin.
     *
     * @param name letters, digits, hyphens, underscores
     */
    public Builder nodeName(String name) {
      sessionPrefix = name + ".";
      return this;
    }

    /**
     * Makes it a node of several.
     *
     * @param carrier is closed with the chat
     * @param whoIsWhere the same for all nodes
     */
    public Builder cluster(ClusterBus carrier, PresenceRegistry whoIsWhere) {
      bus = carrier;
      presence = whoIsWhere;
      return this;
    }

    public Builder instruments(Instruments around) {
      instruments = around;
      return this;
    }

    public Builder clock(Clock other) {
      clock = other;
      return this;
    }

    /** Threads that are shared with others, and stay when the chat is closed. */
    public Builder workers(Workers shared) {
      workers = shared;
      return this;
    }

    /** Lets other services of the host void tokens and set log levels, over REST. */
    public Builder admin(AdminAccess access) {
      admin = access;
      return this;
    }

    /** What {@code /health/ready} says, where there is such a path. */
    public Builder readiness(Readiness state) {
      readiness = state;
      return this;
    }

    /** What is at {@code /metrics}, where there is such a path. */
    public Builder metricsPage(MetricsPage page) {
      metricsPage = page;
      return this;
    }

    /** Gets to know users of whom only the host can tell; by default they are all in the stores. */
    public Builder introductions(IntroduceUsers introductions) {
      introduce = introductions;
      return this;
    }

    private UserDirectory users() {
      return introduce == null ? stores.users() : new IntroducedUsers(stores.users(), introduce);
    }

    private Optional<SendRules> rules(Workers workers) {
      if (contacts == null && policies == null && introduce == null) {
        return Optional.empty();
      }
      SendPolicies others = policies == null ? SendPolicies.none() : policies;
      return Optional.of(
          new SendRules(
              withContacts(others, workers), Optional.ofNullable(introduce), workers.timer()));
    }

    private SendPolicies withContacts(SendPolicies others, Workers workers) {
      if (contacts == null) {
        return others;
      }
      var requested =
          new RequestedContacts(contacts.requests(), workers.blocking(), workers.timer());
      return others.withContacts(requested);
    }

    private SocketIoConfig socketConfig() {
      return SocketIoConfig.defaults()
          .withConnectTimeout(SOCKET_CONNECT_LIMIT)
          .withEngine(
              EngineConfig.defaults()
                  .withAllowedOrigins(origins)
                  .withSessionPrefix(sessionPrefix)
                  .withKeptHeaders(Set.of("authorization"))
                  .withGuard(new HandshakeGuard(limiter))
                  .withMaxSessionsPerAddress(socketsPerAddress))
          .withRecovery(RecoveryConfig.defaults());
    }

    /**
     * Starts its threads; there is nothing to be reached before a server has mounted it.
     *
     * @throws IllegalArgumentException if a part is out of its bounds; nothing stays open
     */
    public ServedChat open() {
      ClosingStack opened = new ClosingStack();
      try {
        return new ServedChat(this, opened);
      } catch (RuntimeException e) {
        opened.close();
        throw e;
      }
    }
  }
}
