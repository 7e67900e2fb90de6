package io.parley.adapter.websocket.connection;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/**
 * How the server behaves towards its clients.
 *
 * @param path the path prefix that is served; starts and ends with a slash
 * @param pingInterval from one heartbeat to the next ping
 * @param pingTimeout how long a client may take to answer a ping
 * @param upgradeTimeout how long a client may take to change to WebSocket
 * @param maxPayload bytes, the largest message or request body taken from a client
 * @param maxQueuedPackets packets that may wait for one client
 * @param maxQueuedBytes bytes that may wait for one client; a single larger packet is sent if
 *     nothing else waits
 * @param origins which other web origins may connect
 * @param keptHeaders lower-case names of the request headers that a session keeps from its
 *     handshake; the rest costs memory for as long as the session lives
 */
public record EngineConfig(
    String path,
    Duration pingInterval,
    Duration pingTimeout,
    Duration upgradeTimeout,
    int maxPayload,
    int maxQueuedPackets,
    long maxQueuedBytes,
    OriginPolicy origins,
    Set<String> keptHeaders) {

  private static final Set<String> DEFAULT_HEADERS =
      Set.of("authorization", "cookie", "host", "origin", "user-agent", "x-forwarded-for");

  public EngineConfig {
    if (!path.startsWith("/") || !path.endsWith("/")) {
      throw new IllegalArgumentException("path must start and end with a slash: " + path);
    }
    if (pingInterval.toMillis() < 1 || pingTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("ping interval and timeout must be at least 1 ms");
    }
    if (maxPayload < 1 || maxQueuedPackets < 1 || maxQueuedBytes < 1) {
      throw new IllegalArgumentException("bounds must be at least 1");
    }
    keptHeaders = Set.copyOf(keptHeaders);
  }

  /**
   * The defaults of the Node.js server: 25 s and 20 s heartbeat, 10 s to upgrade, 1,000,000 bytes;
   * 4,096 packets and 8 MiB may wait for a client; no foreign origin is allowed.
   */
  public static EngineConfig defaults() {
    return new EngineConfig(
        "/socket.io/",
        Duration.ofSeconds(25),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        1_000_000,
        4_096,
        8 << 20,
        OriginPolicy.of(Set.of()),
        DEFAULT_HEADERS);
  }

  public EngineConfig withPath(String newPath) {
    return new EngineConfig(
        newPath,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        maxPayload,
        maxQueuedPackets,
        maxQueuedBytes,
        origins,
        keptHeaders);
  }

  public EngineConfig withHeartbeat(Duration newInterval, Duration newTimeout) {
    return new EngineConfig(
        path,
        newInterval,
        newTimeout,
        upgradeTimeout,
        maxPayload,
        maxQueuedPackets,
        maxQueuedBytes,
        origins,
        keptHeaders);
  }

  public EngineConfig withUpgradeTimeout(Duration newTimeout) {
    return new EngineConfig(
        path,
        pingInterval,
        pingTimeout,
        newTimeout,
        maxPayload,
        maxQueuedPackets,
        maxQueuedBytes,
        origins,
        keptHeaders);
  }

  public EngineConfig withMaxPayload(int newBytes) {
    return new EngineConfig(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        newBytes,
        maxQueuedPackets,
        maxQueuedBytes,
        origins,
        keptHeaders);
  }

  public EngineConfig withSendQueue(int newPackets, long newBytes) {
    return new EngineConfig(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        maxPayload,
        newPackets,
        newBytes,
        origins,
        keptHeaders);
  }

  public EngineConfig withOrigins(OriginPolicy newOrigins) {
    return new EngineConfig(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        maxPayload,
        maxQueuedPackets,
        maxQueuedBytes,
        newOrigins,
        keptHeaders);
  }

  public EngineConfig withAllowedOrigins(Collection<String> newOrigins) {
    return withOrigins(OriginPolicy.of(newOrigins));
  }

  public EngineConfig withKeptHeaders(Set<String> newHeaders) {
    return new EngineConfig(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        maxPayload,
        maxQueuedPackets,
        maxQueuedBytes,
        origins,
        newHeaders);
  }
}
