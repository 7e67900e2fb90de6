package io.parley.bootstrap;

import io.parley.adapter.memory.MemoryPresenceRegistry;
import io.parley.adapter.metrics.ChatMetrics;
import io.parley.adapter.metrics.MeasuredBus;
import io.parley.adapter.postgres.PostgresBus;
import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.redis.RedisConfig;
import io.parley.adapter.redis.RedisNode;
import io.parley.bootstrap.config.ClusterConfig;
import io.parley.bootstrap.database.RunningDatabase;
import io.parley.bootstrap.database.Schema;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.SpendingLedger;
import io.parley.server.ClosingStack;
import java.util.Optional;

/** What this node shares with others, as the settings say: nothing if it is alone. */
final class Cluster {
  private final ClusterConfig.Kind kind;
  private final Optional<RedisNode> redis;
  private final Optional<MeasuredBus> bus;

  private Cluster(ClusterConfig.Kind kind, Optional<RedisNode> redis, Optional<MeasuredBus> bus) {
    this.kind = kind;
    this.redis = redis;
    this.bus = bus;
  }

  /**
   * @param opened gets whatever is open, also if this fails
   */
  static Cluster open(
      ClusterConfig config, RunningDatabase database, ChatMetrics metrics, ClosingStack opened) {
    Optional<RedisNode> redis =
        config.kind() == ClusterConfig.Kind.REDIS
            ? config.redisUrl().map(url -> RedisNode.open(RedisConfig.of(url.text())))
            : Optional.empty();
    redis.ifPresent(node -> opened.push("redis", node));
    Optional<ClusterBus> carrier =
        config.kind() == ClusterConfig.Kind.POSTGRES
            ? Optional.of(PostgresBus.open(Schema.storesOf(database.connection())))
            : redis.map(RedisNode::bus);
    return new Cluster(config.kind(), redis, carrier.map(plain -> MeasuredBus.of(plain, metrics)));
  }

  /** What carries events to other nodes; whoever takes it closes it. */
  Optional<MeasuredBus> bus() {
    return bus;
  }

  /** Who is online, the same for all nodes. */
  PresenceRegistry presence(PostgresStores stores) {
    return switch (kind) {
      case NONE -> MemoryPresenceRegistry.create();
      case REDIS -> redis.orElseThrow().presence();
      case POSTGRES -> stores.presence();
    };
  }

  /** What users have spent of their limits on all nodes. */
  Optional<SpendingLedger> spending(PostgresStores stores) {
    return switch (kind) {
      case NONE -> Optional.empty();
      case REDIS -> redis.map(RedisNode::spending);
      case POSTGRES -> Optional.of(stores.spending());
    };
  }
}
