package io.parley.adapter.websocket.abuse;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.connection.EngineConfig;
import io.parley.adapter.websocket.harness.TestServer;
import io.parley.adapter.websocket.socketio.Ack;
import io.parley.adapter.websocket.socketio.ConnectRefused;
import io.parley.adapter.websocket.socketio.Namespace;
import io.parley.adapter.websocket.socketio.RecoveryConfig;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** A server that uses every feature, and gives up on abandoned clients within a second or two. */
final class FuzzedServer implements AutoCloseable {
  static final int MAX_PAYLOAD = 16_384;

  private static final Duration SLOW = Duration.ofMillis(3);
  private static final String EVERYBODY = "everybody";

  private final SocketIoServer socketIo =
      SocketIoServer.create(
          SocketIoConfig.defaults()
              .withEngine(
                  EngineConfig.defaults()
                      .withHeartbeat(Duration.ofMillis(400), Duration.ofMillis(600))
                      .withUpgradeTimeout(Duration.ofMillis(600))
                      .withMaxPayload(MAX_PAYLOAD)
                      .withSendQueue(256, 1 << 20))
              .withConnectTimeout(Duration.ofMillis(800))
              .withRecovery(RecoveryConfig.defaults().withWindow(Duration.ofMillis(300))));
  private final Namespace main = socketIo.namespace("/");
  private final Namespace custom = socketIo.namespace("/custom");
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final LongAdder handled = new LongAdder();
  private final LongAdder connected = new LongAdder();
  private final LongAdder disconnected = new LongAdder();
  private final TestServer server;

  /** What the handlers below throw on purpose. */
  private static final class Planned extends IOException {
    private static final long serialVersionUID = 1L;
  }

  FuzzedServer() {
    for (Namespace namespace : List.of(main, custom)) {
      namespace.onConnection(this::onConnection);
      namespace.onDisconnect((socket, reason) -> disconnected.increment());
      namespace.onHandlerError(this::onHandlerError);
    }
    main.use(FuzzedServer::check);
    custom.use(socket -> CompletableFuture.runAsync(() -> {}));
    main.on("message", this::echo);
    custom.on("message", this::echo);
    main.on("ack", (socket, arguments, ack) -> answered(ack.send(arguments.toArray())));
    main.on("ask", this::ask);
    main.on("join", (socket, arguments, ack) -> answered(socket.join(roomOf(arguments))));
    main.on("leave", this::leave);
    main.on("shout", this::shout);
    main.on("slow", (socket, arguments, ack) -> later(() -> answered(ack.send("at last"))));
    main.on(
        "fail",
        (socket, arguments, ack) -> {
          handled.increment();
          throw new Planned();
        });
    main.on("bye", this::bye);
    main.onUnknownEvent((socket, event, arguments, ack) -> answered(ack.send(event)));
    server = TestServer.start(socketIo.handler());
  }

  // --- handlers ------------------------------------------------------------------------------

  private static @Nullable CompletionStage<?> check(SocketIoSocket socket) throws Exception {
    return switch (socket.handshake().auth().path("as").asText()) {
      case "refused" -> throw new ConnectRefused("no");
      case "broken" -> throw new Planned();
      case "later" -> later(() -> {});
      default -> null;
    };
  }

  private void onConnection(SocketIoSocket socket) {
    connected.increment();
    socket.join(EVERYBODY);
  }

  private void onHandlerError(SocketIoSocket socket, String event, Throwable failure) {
    if (!(failure instanceof Planned)) {
      failures.add("handler of \"" + event + "\": " + failure);
    }
  }

  private @Nullable CompletionStage<?> echo(
      SocketIoSocket socket, List<JsonNode> arguments, Ack ack) {
    socket.emit("message-back", arguments.toArray());
    return answered(ack.send());
  }

  private @Nullable CompletionStage<?> ask(
      SocketIoSocket socket, List<JsonNode> arguments, Ack ack) {
    // The answer may never come, and is not waited for: it would hold up the connection.
    CompletionStage<?> unused =
        socket
            .emitWithAck(Duration.ofMillis(100), "ask-back", arguments)
            .whenComplete((answer, failure) -> ack.send(failure == null));
    return answered(true);
  }

  private @Nullable CompletionStage<?> leave(
      SocketIoSocket socket, List<JsonNode> arguments, Ack ack) {
    socket.leave(roomOf(arguments));
    return answered(true);
  }

  private @Nullable CompletionStage<?> shout(
      SocketIoSocket socket, List<JsonNode> arguments, Ack ack) {
    socketIo.together(() -> main.to(EVERYBODY, roomOf(arguments)).emit("shouted", "hey"));
    return answered(true);
  }

  private @Nullable CompletionStage<?> bye(
      SocketIoSocket socket, List<JsonNode> arguments, Ack ack) {
    socket.disconnect(!arguments.isEmpty() && arguments.get(0).asBoolean());
    return answered(true);
  }

  private @Nullable CompletionStage<?> answered(boolean ignored) {
    handled.increment();
    return null;
  }

  private static String roomOf(List<JsonNode> arguments) {
    return arguments.isEmpty() ? "" : arguments.get(0).asText();
  }

  private static CompletionStage<?> later(Runnable task) {
    return CompletableFuture.runAsync(
        task, CompletableFuture.delayedExecutor(SLOW.toMillis(), TimeUnit.MILLISECONDS));
  }

  // --- what there is to see --------------------------------------------------------------------

  int port() {
    return server.http().getPort();
  }

  TestServer server() {
    return server;
  }

  SocketIoServer socketIo() {
    return socketIo;
  }

  /** Failures of handlers that were not planned. */
  Queue<String> failures() {
    return failures;
  }

  long handledEvents() {
    return handled.sum();
  }

  /** Whether nothing is left of any client. */
  boolean isEmpty() {
    return socketIo.statistics().openSessions() == 0
        && socketIo.statistics().openWebSockets() == 0
        && main.sockets().isEmpty()
        && custom.sockets().isEmpty()
        && main.roomCount() == 0
        && custom.roomCount() == 0
        && connected.sum() == disconnected.sum();
  }

  /** What {@link #isEmpty} looks at. */
  String remains() {
    return socketIo.statistics()
        + ", sockets "
        + main.sockets().size()
        + " and "
        + custom.sockets().size()
        + ", rooms "
        + main.roomCount()
        + " and "
        + custom.roomCount()
        + ", connected "
        + connected
        + ", disconnected "
        + disconnected
        + ", handled "
        + handled;
  }

  /** Threads of the server that are running something. */
  int busyThreads() {
    QueuedThreadPool pool = (QueuedThreadPool) socketIo.handler().getServer().getThreadPool();
    return pool.getUtilizedThreads();
  }

  @Override
  public void close() {
    server.close();
  }
}
