package io.parley.adapter.redis;

import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.SpendingLedger;
import java.time.Duration;

/**
 * All that one node has to do with Redis.
 *
 * @since 0.1
 */
public final class RedisNode implements AutoCloseable {
  private final RedisServers servers;
  private final RedisBus bus;
  private final RedisPresence presence;
  private final RedisSpendingLedger spending;

  private RedisNode(RedisConfig config, Duration life) {
    servers = new RedisServers(config);
    bus = new RedisBus(servers, config.prefix());
    presence = new RedisPresence(servers, config.prefix(), life);
    spending = new RedisSpendingLedger(servers, config.prefix());
  }

  /** Connects when it is used; needs not succeed at once. */
  public static RedisNode open(RedisConfig config) {
    return open(config, Duration.ofSeconds(PresenceRegistry.LIFE_SECONDS));
  }

  /**
   * As {@link #open(RedisConfig)}, for tests that cannot wait so long.
   *
   * @param life how long a node is remembered
   */
  static RedisNode open(RedisConfig config, Duration life) {
    return new RedisNode(config, life);
  }

  /** Is closed with this, and may be closed before. */
  public ClusterBus bus() {
    return bus;
  }

  public PresenceRegistry presence() {
    return presence;
  }

  public SpendingLedger spending() {
    return spending;
  }

  @Override
  public void close() {
    bus.close();
    servers.close();
  }
}
