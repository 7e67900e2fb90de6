package io.parley.adapter.websocket.socketio;

import io.parley.adapter.websocket.connection.EngineConfig;
import java.time.Duration;

/**
 * How the server behaves towards its clients.
 *
 * @param engine heartbeat, bounds, path and allowed origins
 * @param connectTimeout how long a connection may exist without having joined a namespace
 * @param maxAttachments the most binary attachments of one packet; together they may be as large as
 *     one message
 */
public record SocketIoConfig(EngineConfig engine, Duration connectTimeout, int maxAttachments) {

  public SocketIoConfig {
    if (connectTimeout.toMillis() < 1 || maxAttachments < 1) {
      throw new IllegalArgumentException("bounds must be at least 1");
    }
  }

  /** The defaults of the Node.js server: 45 s to connect, 10 attachments. */
  public static SocketIoConfig defaults() {
    return new SocketIoConfig(EngineConfig.defaults(), Duration.ofSeconds(45), 10);
  }

  public SocketIoConfig withEngine(EngineConfig newEngine) {
    return new SocketIoConfig(newEngine, connectTimeout, maxAttachments);
  }

  public SocketIoConfig withConnectTimeout(Duration newTimeout) {
    return new SocketIoConfig(engine, newTimeout, maxAttachments);
  }

  public SocketIoConfig withMaxAttachments(int newMaximum) {
    return new SocketIoConfig(engine, connectTimeout, newMaximum);
  }
}
