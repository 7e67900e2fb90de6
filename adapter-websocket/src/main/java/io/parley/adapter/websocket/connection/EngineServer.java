package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.protocol.OpenPacket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Engine.IO 4 server for a Jetty 12.1 server, or for whatever runs on one. Put {@link #handler}
 * in front of the other handlers; with Javalin:
 *
 * <pre>{@code
 * Javalin.create(config -> config.jetty.modifyServer(jetty -> jetty.insertHandler(engine.handler())))
 * }</pre>
 *
 * <p>A burst of new connections needs a longer accept queue than Jetty's default: {@code
 * ServerConnector.setAcceptQueueSize}, within the limit of the operating system.
 */
public final class EngineServer {
  private static final Logger LOG = LoggerFactory.getLogger(EngineServer.class);

  /** Half of the processors: the other half makes what there is to write. */
  private static final int WRITERS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final EngineConfig config;
  private final EngineListener listener;
  private final TimerWheel timers;
  private final EngineHandler handler;
  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
  private final SessionCounts byAddress = new SessionCounts();
  private final AtomicInteger webSockets = new AtomicInteger();
  private final LongAdder opened = new LongAdder();
  private final Map<CloseReason, LongAdder> closes = new EnumMap<>(CloseReason.class);
  private final Map<EngineError, LongAdder> refusals = new EnumMap<>(EngineError.class);
  private volatile Executor executor = ForkJoinPool.commonPool();
  private volatile @Nullable Shutdown shutdown;
  private volatile boolean accepting = true;
  private final WriteQueue writes;

  public EngineServer(EngineConfig config, EngineListener listener) {
    this.config = config;
    this.listener = listener;
    this.timers = new TimerWheel(tickOf(config));
    this.handler = new EngineHandler(this);
    this.writes = new WriteQueue(this::execute, WRITERS);
    for (CloseReason reason : CloseReason.values()) {
      closes.put(reason, new LongAdder());
    }
    for (EngineError error : EngineError.values()) {
      refusals.put(error, new LongAdder());
    }
  }

  /** A fortieth of the heartbeat is precise enough; 50 ms is for every other timeout. */
  private static Duration tickOf(EngineConfig config) {
    long shortest = Math.min(config.pingInterval().toMillis(), config.pingTimeout().toMillis());
    return Duration.ofMillis(Math.max(1, Math.min(50, shortest / 40)));
  }

  /** Serves the path prefix and passes every other request on. Always the same object. */
  public Handler.Wrapper handler() {
    return handler;
  }

  /**
   * Runs a task on the calling thread and writes what it sends once it is done: all packets of a
   * connection in one write. For tasks that send several things and do not wait.
   */
  public void together(Runnable task) {
    SendGroup.run(task);
  }

  public EngineConfig config() {
    return config;
  }

  /** The wheel that times this server's connections. Runs while the handler is started. */
  public TimerWheel timers() {
    return timers;
  }

  public EngineStatistics statistics() {
    Map<CloseReason, Long> counts = new EnumMap<>(CloseReason.class);
    closes.forEach((reason, count) -> counts.put(reason, count.sum()));
    Map<String, Long> refused = new HashMap<>();
    refusals.forEach((error, count) -> refused.put(error.label(), count.sum()));
    return new EngineStatistics(sessions.size(), opened.sum(), webSockets.get(), counts, refused);
  }

  /** What waits for the clients; looks at every session. */
  public QueueStatistics queues() {
    int polling = 0;
    int webSocket = 0;
    long packets = 0;
    long bytes = 0;
    int longest = 0;
    for (EngineSession session : sessions.values()) {
      Transport transport = session.transport();
      int waiting = transport.waitingPackets();
      if (transport instanceof PollingTransport) {
        polling++;
      } else {
        webSocket++;
      }
      packets += waiting;
      bytes += transport.waitingBytes();
      longest = Math.max(longest, waiting);
    }
    return new QueueStatistics(polling, webSocket, packets, bytes, longest, writes.size());
  }

  /**
   * Stops in good order: refuses new sessions with 503, then closes those there are with {@link
   * CloseReason#SERVER_SHUTDOWN}, evenly over the given time so that their clients do not all come
   * back at once. Calling it again changes nothing.
   *
   * @return completes when all connections are closed; at most a few seconds after that time
   */
  public CompletionStage<Void> close(Duration spread) {
    Shutdown started;
    synchronized (this) {
      Shutdown running = shutdown;
      if (running != null) {
        return running.done();
      }
      accepting = false; // from here on new sessions close themselves
      started = new Shutdown(this, List.copyOf(sessions.values()), spread);
      shutdown = started;
    }
    started.begin();
    return started.done();
  }

  boolean isAccepting() {
    return accepting;
  }

  // --- for the classes of this package ---------------------------------------------------------

  boolean admits(String remoteAddress) {
    return byAddress.of(config.guard().countedAs(remoteAddress)) < config.maxSessionsPerAddress()
        && config.guard().admits(remoteAddress);
  }

  void start(Executor newExecutor) {
    executor = newExecutor;
    timers.start();
  }

  void stop() {
    CompletableFuture<Void> unused = close(Duration.ZERO).toCompletableFuture();
    timers.stop();
  }

  EngineListener listener() {
    return listener;
  }

  @Nullable EngineSession session(String id) {
    EngineSession session = sessions.get(id);
    if (session != null) {
      session.expireIfOverdue();
      return sessions.get(id);
    }
    return null;
  }

  void openPolling(HandshakeRequest request, PollResponse response) {
    PollingTransport transport = new PollingTransport(config);
    EngineSession session = newSession(request, transport);
    session.attach(transport, response);
    open(session, List.of("websocket"));
  }

  EngineSession newSession(HandshakeRequest request, Transport transport) {
    return new EngineSession(this, config.sessionPrefix() + SessionIds.next(), request, transport);
  }

  /** Sends the handshake, which names the transports to upgrade to. */
  void open(EngineSession session, List<String> upgrades) {
    session.open(
        new OpenPacket(
                session.id(),
                upgrades,
                config.pingInterval(),
                config.pingTimeout(),
                config.maxPayload())
            .encode());
    if (!isAccepting()) {
      session.close(CloseReason.SERVER_SHUTDOWN); // it slipped in while the server was stopping
    }
  }

  void remember(EngineSession session) {
    if (sessions.put(session.id(), session) == null && countsAddresses()) {
      byAddress.add(countedAs(session));
    }
    opened.increment();
  }

  void forget(EngineSession session) {
    if (sessions.remove(session.id()) != null && countsAddresses()) {
      byAddress.remove(countedAs(session));
    }
  }

  private String countedAs(EngineSession session) {
    return config.guard().countedAs(session.handshake().remoteAddress());
  }

  private boolean countsAddresses() {
    return config.maxSessionsPerAddress() < Integer.MAX_VALUE;
  }

  void countRefusal(EngineError error) {
    LongAdder count = refusals.get(error);
    if (count != null) {
      count.increment();
    }
  }

  void countClose(CloseReason reason) {
    LongAdder count = closes.get(reason);
    if (count != null) {
      count.increment();
    }
  }

  void webSocketOpened() {
    webSockets.incrementAndGet();
  }

  void webSocketClosed() {
    webSockets.decrementAndGet();
  }

  WriteQueue writes() {
    return writes;
  }

  boolean isIdle() {
    return sessions.isEmpty() && webSockets.get() == 0;
  }

  void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run(); // the server has stopped: nobody else will do it
    }
  }

  void logTimeout(String what) {
    LOG.debug("Dropped a WebSocket connection: {}", what);
  }
}
