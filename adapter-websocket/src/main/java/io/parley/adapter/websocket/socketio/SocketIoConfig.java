package io.parley.adapter.websocket.socketio;

import io.parley.adapter.websocket.connection.EngineConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the server behaves towards its clients.
 *
 * @param engine heartbeat, bounds, path and allowed origins
 * @param connectTimeout how long a connection may exist without having joined a namespace
 * @param maxAttachments the most binary attachments of one packet; together they may be as large as
 *     one message
 * @param recovery what is kept for clients that lose their connection; null is nothing
 */
public record SocketIoConfig(
    EngineConfig engine,
    Duration connectTimeout,
    int maxAttachments,
    @Nullable RecoveryConfig recovery) {

  public SocketIoConfig {
    if (connectTimeout.toMillis() < 1 || maxAttachments < 1) {
      throw new IllegalArgumentException("bounds must be at least 1");
    }
  }

  /** The defaults of the Node.js server: 45 s to connect, 10 attachments, no recovery. */
  public static SocketIoConfig defaults() {
    return new SocketIoConfig(EngineConfig.defaults(), Duration.ofSeconds(45), 10, null);
  }

  public SocketIoConfig withEngine(EngineConfig newEngine) {
    return new SocketIoConfig(newEngine, connectTimeout, maxAttachments, recovery);
  }

  public SocketIoConfig withConnectTimeout(Duration newTimeout) {
    return new SocketIoConfig(engine, newTimeout, maxAttachments, recovery);
  }

  public SocketIoConfig withMaxAttachments(int newMaximum) {
    return new SocketIoConfig(engine, connectTimeout, newMaximum, recovery);
  }

  public SocketIoConfig withRecovery(RecoveryConfig newRecovery) {
    return new SocketIoConfig(engine, connectTimeout, maxAttachments, newRecovery);
  }
}
