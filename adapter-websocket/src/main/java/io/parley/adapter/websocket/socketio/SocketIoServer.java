package io.parley.adapter.websocket.socketio;

import io.parley.adapter.websocket.connection.EngineServer;
import io.parley.adapter.websocket.connection.EngineStatistics;
import io.parley.adapter.websocket.connection.QueueStatistics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO server, protocol revision 5, for Jetty 12.1 and what runs on it. Register namespaces
 * and handlers, then put {@link #handler} in front of the server's other handlers; with Javalin:
 *
 * <pre>{@code
 * SocketIoServer server = SocketIoServer.create(SocketIoConfig.defaults());
 * server.namespace("/").on("greet", (socket, arguments, ack) -> { ack.send("hello"); return null; });
 * Javalin.create(config -> config.jetty.modifyServer(jetty -> jetty.insertHandler(server.handler())));
 * }</pre>
 *
 * <p>It starts and stops with the Jetty server. A burst of new connections needs a longer accept
 * queue than Jetty's default: {@code ServerConnector.setAcceptQueueSize}, within the limit of the
 * operating system.
 *
 * @since 0.1
 */
public final class SocketIoServer {
  private final SocketIoConfig config;
  private final EngineServer engine;
  private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();

  private SocketIoServer(SocketIoConfig config) {
    this.config = config;
    this.engine =
        new EngineServer(config.engine(), session -> new SocketIoConnection(this, session));
  }

  public static SocketIoServer create(SocketIoConfig config) {
    return new SocketIoServer(config);
  }

  /**
   * The namespace of that name, made when first asked for. Clients can join no other.
   *
   * @param name starts with a slash and has no comma; {@code /} is the main namespace
   */
  public Namespace namespace(String name) {
    if (!name.startsWith("/") || name.indexOf(',') >= 0) {
      throw new IllegalArgumentException("not a namespace: " + name);
    }
    return namespaces.computeIfAbsent(name, this::newNamespace);
  }

  private Namespace newNamespace(String name) {
    RecoveryConfig recovery = config.recovery();
    return new Namespace(
        name, recovery == null ? null : new Recovery(recovery, config.engine(), engine.timers()));
  }

  /** Serves the configured path and passes every other request on. Always the same object. */
  public Handler.Wrapper handler() {
    return engine.handler();
  }

  /**
   * Runs a task on the calling thread and writes what it sends once it is done: all packets of a
   * connection in one write. For tasks that send several things and do not wait.
   */
  public void together(Runnable task) {
    engine.together(task);
  }

  public SocketIoConfig config() {
    return config;
  }

  public EngineStatistics statistics() {
    return engine.statistics();
  }

  /** What waits for the clients; looks at every connection. */
  public QueueStatistics queues() {
    return engine.queues();
  }

  /**
   * Stops in good order: refuses new connections with 503, then closes those there are, evenly over
   * the given time, in a way that makes their clients connect again.
   *
   * @return completes when all are closed; at most a few seconds after that time
   */
  public CompletionStage<Void> close(Duration spread) {
    return engine.close(spread);
  }

  @Nullable Namespace find(String name) {
    return namespaces.get(name);
  }
}
