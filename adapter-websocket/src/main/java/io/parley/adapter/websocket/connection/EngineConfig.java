package io.parley.adapter.websocket.connection;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

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
 * @param compression what is compressed on its way to a client
 * @param origins which other web origins may connect
 * @param keptHeaders lower-case names of the request headers that a session keeps from its
 *     handshake; the rest costs memory for as long as the session lives
 * @param sessionPrefix stands before the random part of each session id: behind a load balancer it
 *     can name the node that a request of a session has to go to; safe in a URL, may be empty
 * @param guard refuses handshakes by the address of the client
 * @param maxSessionsPerAddress open sessions of one address; about so many, if they come at once
 */
public record EngineConfig(
    String path,
    Duration pingInterval,
    Duration pingTimeout,
    Duration upgradeTimeout,
    int maxPayload,
    int maxQueuedPackets,
    long maxQueuedBytes,
    Compression compression,
    OriginPolicy origins,
    Set<String> keptHeaders,
    String sessionPrefix,
    AddressGuard guard,
    int maxSessionsPerAddress) {

  private static final Pattern URL_SAFE = Pattern.compile("[A-Za-z0-9._~-]*");

  private static final Set<String> DEFAULT_HEADERS =
      Set.of("authorization", "cookie", "host", "origin", "user-agent", "x-forwarded-for");

  public EngineConfig {
    if (!path.startsWith("/") || !path.endsWith("/")) {
      throw new IllegalArgumentException("path must start and end with a slash: " + path);
    }
    if (pingInterval.toMillis() < 1 || pingTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("ping interval and timeout must be at least 1 ms");
    }
    if (maxPayload < 1 || maxQueuedPackets < 1 || maxQueuedBytes < 1 || maxSessionsPerAddress < 1) {
      throw new IllegalArgumentException("bounds must be at least 1");
    }
    if (!URL_SAFE.matcher(sessionPrefix).matches()) {
      throw new IllegalArgumentException("not safe in a URL: " + sessionPrefix);
    }
    keptHeaders = Set.copyOf(keptHeaders);
  }

  /**
   * The defaults of the Node.js server: 25 s and 20 s heartbeat, 10 s to upgrade, 1,000,000 bytes;
   * 4,096 packets and 8 MiB may wait for a client; no foreign origin is allowed; addresses are not
   * limited.
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
        Compression.defaults(),
        OriginPolicy.of(Set.of()),
        DEFAULT_HEADERS,
        "",
        address -> true,
        Integer.MAX_VALUE);
  }

  public EngineConfig withPath(String newPath) {
    return with(draft -> draft.path = newPath);
  }

  public EngineConfig withHeartbeat(Duration newInterval, Duration newTimeout) {
    return with(
        draft -> {
          draft.pingInterval = newInterval;
          draft.pingTimeout = newTimeout;
        });
  }

  public EngineConfig withUpgradeTimeout(Duration newTimeout) {
    return with(draft -> draft.upgradeTimeout = newTimeout);
  }

  public EngineConfig withMaxPayload(int newBytes) {
    return with(draft -> draft.maxPayload = newBytes);
  }

  public EngineConfig withSendQueue(int newPackets, long newBytes) {
    return with(
        draft -> {
          draft.maxQueuedPackets = newPackets;
          draft.maxQueuedBytes = newBytes;
        });
  }

  public EngineConfig withCompression(Compression newCompression) {
    return with(draft -> draft.compression = newCompression);
  }

  public EngineConfig withOrigins(OriginPolicy newOrigins) {
    return with(draft -> draft.origins = newOrigins);
  }

  public EngineConfig withAllowedOrigins(Collection<String> newOrigins) {
    return withOrigins(OriginPolicy.of(newOrigins));
  }

  public EngineConfig withKeptHeaders(Set<String> newHeaders) {
    return with(draft -> draft.keptHeaders = newHeaders);
  }

  public EngineConfig withSessionPrefix(String newPrefix) {
    return with(draft -> draft.sessionPrefix = newPrefix);
  }

  public EngineConfig withGuard(AddressGuard newGuard) {
    return with(draft -> draft.guard = newGuard);
  }

  public EngineConfig withMaxSessionsPerAddress(int newMaximum) {
    return with(draft -> draft.maxSessionsPerAddress = newMaximum);
  }

  private EngineConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.toConfig();
  }

  /** A copy whose values can be changed, so that each of the methods above names only its own. */
  private static final class Draft {
    private String path;
    private Duration pingInterval;
    private Duration pingTimeout;
    private Duration upgradeTimeout;
    private int maxPayload;
    private int maxQueuedPackets;
    private long maxQueuedBytes;
    private Compression compression;
    private OriginPolicy origins;
    private Set<String> keptHeaders;
    private String sessionPrefix;
    private AddressGuard guard;
    private int maxSessionsPerAddress;

    Draft(EngineConfig config) {
      path = config.path;
      pingInterval = config.pingInterval;
      pingTimeout = config.pingTimeout;
      upgradeTimeout = config.upgradeTimeout;
      maxPayload = config.maxPayload;
      maxQueuedPackets = config.maxQueuedPackets;
      maxQueuedBytes = config.maxQueuedBytes;
      compression = config.compression;
      origins = config.origins;
      keptHeaders = config.keptHeaders;
      sessionPrefix = config.sessionPrefix;
      guard = config.guard;
      maxSessionsPerAddress = config.maxSessionsPerAddress;
    }

    EngineConfig toConfig() {
      return new EngineConfig(
          path,
          pingInterval,
          pingTimeout,
          upgradeTimeout,
          maxPayload,
          maxQueuedPackets,
          maxQueuedBytes,
          compression,
          origins,
          keptHeaders,
          sessionPrefix,
          guard,
          maxSessionsPerAddress);
    }
  }
}
