package io.parley.adapter.websocket.conformance;

import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.adapter.websocket.connection.Compression;
import io.parley.adapter.websocket.connection.EngineConfig;
import io.parley.adapter.websocket.connection.EngineListener;
import io.parley.adapter.websocket.connection.EngineServer;
import io.parley.adapter.websocket.connection.EngineSession;
import io.parley.adapter.websocket.connection.SessionListener;
import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.socketio.Namespace;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The two servers that the public suites expect, with their short timeouts. */
public final class ConformanceServers {
  private static final String ENGINE_PATH = "/engine.io/";
  private static final EngineConfig ENGINE =
      EngineConfig.defaults().withHeartbeat(Duration.ofMillis(300), Duration.ofMillis(200));

  private static final Duration AUTH_DELAY = Duration.ofMillis(20);

  private ConformanceServers() {}

  /** Sends every message back as it came. */
  public static EngineServer engine() {
    return new EngineServer(ENGINE.withPath(ENGINE_PATH), echo());
  }

  /** The same with the usual heartbeat, so that a slow machine does not disturb other tests. */
  public static EngineServer patientEngine() {
    return patientEngine(Compression.defaults());
  }

  public static EngineServer patientEngine(Compression compression) {
    return new EngineServer(
        EngineConfig.defaults().withPath(ENGINE_PATH).withCompression(compression), echo());
  }

  public static EngineListener echo() {
    return Echo::new;
  }

  /** Sends the auth object to whoever connects, and messages back. */
  public static SocketIoServer socket() {
    return socket(
        SocketIoConfig.defaults().withEngine(ENGINE).withConnectTimeout(Duration.ofSeconds(1)));
  }

  /** The same with the usual timeouts. */
  public static SocketIoServer patientSocket() {
    return socket(SocketIoConfig.defaults());
  }

  private static SocketIoServer socket(SocketIoConfig config) {
    SocketIoServer server = SocketIoServer.create(config);
    Namespace main = server.namespace("/");
    main.onConnection(ConformanceServers::emitAuth);
    main.on(
        "message",
        (socket, arguments, ack) -> {
          socket.emit("message-back", arguments.toArray());
          return null;
        });
    main.on(
        "message-with-ack",
        (socket, arguments, ack) -> {
          ack.send(arguments.toArray());
          return null;
        });
    server.namespace("/custom").onConnection(ConformanceServers::emitAuth);
    return server;
  }

  /**
   * The suite waits for one message at a time and overlooks a second one that comes with the same
   * read, so CONNECT must have arrived before this goes out.
   */
  private static void emitAuth(SocketIoSocket socket) {
    CompletableFuture.delayedExecutor(AUTH_DELAY.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> socket.emit("auth", socket.handshake().auth()));
  }

  private record Echo(EngineSession session) implements SessionListener {
    @Override
    public @Nullable CompletionStage<?> onText(String text) {
      session.send(EncodedPacket.message(text));
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(byte[] data) {
      session.send(EncodedPacket.message(data));
      return null;
    }

    @Override
    public void onClose(CloseReason reason) {
      // an echo remembers nothing
    }
  }
}
