package io.parley.adapter.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.models.role.RedisInstance;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one Redis server, to the master that sentinels name, or to a Redis Cluster;
 * which of them it is, the server tells. Blocks nobody.
 */
final class RedisServers implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** Commands that may be under way on one connection; beyond that they fail. */
  private static final int MAX_UNDER_WAY = 20_000;

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisConfig config;
  private final ClientResources resources = DefaultClientResources.create();
  private final RedisClient client;
  private final AtomicInteger turn = new AtomicInteger();
  private @Nullable RedisClusterClient cluster;
  private @Nullable CompletableFuture<Keys> keys;

  RedisServers(RedisConfig config) {
    this.config = config;
    this.client = RedisClient.create(resources);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false) // who is lost is replaced, with all that belongs to it
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(MAX_UNDER_WAY)
            .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
            .timeoutOptions(TimeoutOptions.builder().timeoutSource(new ButForFrames()).build())
            .build());
  }

  /**
   * Every command has its time, but those that carry frames: there are many of them, and a beat on
   * the same connection tells whether they are answered.
   */
  private static final class ButForFrames extends TimeoutOptions.TimeoutSource {
    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
      ProtocolKeyword type = command.getType();
      boolean frame = type == CommandType.PUBLISH || type == CommandType.SPUBLISH;
      return frame ? 0 : TIMEOUT.toMillis();
    }

    @Override
    public TimeUnit getTimeUnit() {
      return TimeUnit.MILLISECONDS;
    }
  }

  /** Runs tasks that do not block. */
  ScheduledExecutorService executor() {
    return resources.eventExecutorGroup();
  }

  /** Opens a session with a server that answers; fails if the one whose turn it is does not. */
  CompletionStage<BusSession> open() {
    RedisURI server =
        config.servers().get(Math.floorMod(turn.getAndIncrement(), config.servers().size()));
    return client
        .connectAsync(CODEC, server)
        .thenCompose(
            first ->
                closedIfItFails(
                    first,
                    first
                        .async()
                        .info("server")
                        .thenApply(ServerInfo::parse)
                        .thenCompose(
                            info ->
                                info.isCluster() && info.hasShardedChannels()
                                    ? cluster(first, server)
                                    : one(first, server))));
  }

  private CompletionStage<BusSession> one(
      StatefulRedisConnection<String, byte[]> publisher, RedisURI server) {
    return client
        .connectPubSubAsync(CODEC, server)
        .thenApply(subscriber -> new ServerSession(subscriber, publisher));
  }

  private CompletionStage<BusSession> cluster(
      StatefulRedisConnection<String, byte[]> probe, RedisURI seed) {
    return probe
        .async()
        .clusterNodes()
        .thenCompose(
            nodes -> {
              CompletableFuture<Void> unused = probe.closeAsync();
              return shards(
                  ClusterPartitionParser.parse(nodes).stream()
                      .filter(node -> node.getRole() == RedisInstance.Role.UPSTREAM)
                      .filter(node -> !node.getSlots().isEmpty())
                      .toList(),
                  seed);
            });
  }

  private CompletionStage<BusSession> shards(List<RedisClusterNode> masters, RedisURI seed) {
    List<CompletableFuture<ClusterSession.Shard>> opening = new ArrayList<>();
    for (RedisClusterNode master : masters) {
      RedisURI server =
          RedisURI.builder(seed)
              .withHost(master.getUri().getHost())
              .withPort(master.getUri().getPort())
              .build();
      opening.add(shard(master.getSlots(), server).toCompletableFuture());
    }
    return CompletableFuture.allOf(opening.toArray(CompletableFuture<?>[]::new))
        .handle(
            (all, failure) -> {
              if (failure != null) {
                opening.forEach(
                    shard -> {
                      CompletableFuture<Void> unused = shard.thenAccept(RedisServers::close);
                    });
                throw new CompletionException(failure);
              }
              return new ClusterSession(opening.stream().map(CompletableFuture::join).toList());
            });
  }

  private CompletionStage<ClusterSession.Shard> shard(List<Integer> slots, RedisURI server) {
    return client
        .connectAsync(CODEC, server)
        .thenCompose(
            publisher ->
                closedIfItFails(
                    publisher,
                    client
                        .connectPubSubAsync(CODEC, server)
                        .thenApply(
                            subscriber -> new ClusterSession.Shard(slots, subscriber, publisher))));
  }

  private static void close(ClusterSession.Shard shard) {
    CompletableFuture<Void> unused = shard.subscriber().closeAsync();
    CompletableFuture<Void> unusedToo = shard.publisher().closeAsync();
  }

  private static <T> CompletionStage<T> closedIfItFails(
      StatefulConnection<?, ?> connection, CompletionStage<T> stage) {
    return stage.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            CompletableFuture<Void> unused = connection.closeAsync();
          }
        });
  }

  // --- commands on keys --------------------------------------------------------------------------

  /**
   * A connection for commands on keys; one that is lost is replaced when the next one is asked for.
   */
  synchronized CompletableFuture<Keys> keys() {
    if (keys == null || isLost(keys)) {
      keys = openKeys().toCompletableFuture();
    }
    return keys;
  }

  /** Of no use any more: the next who asks gets another one. */
  synchronized void abandon(CompletableFuture<Keys> silent) {
    if (keys == silent && silent.isDone()) { // else it is being opened, which has its own time
      keys = null;
      CompletableFuture<Void> unused =
          silent.thenCompose(opened -> opened.connection().closeAsync());
    }
  }

  private static boolean isLost(CompletableFuture<Keys> opened) {
    return opened.isCompletedExceptionally()
        || (opened.isDone() && !opened.join().connection().isOpen());
  }

  private CompletionStage<Keys> openKeys() {
    RedisURI server =
        config.servers().get(Math.floorMod(turn.getAndIncrement(), config.servers().size()));
    return client
        .connectAsync(StringCodec.UTF8, server)
        .thenCompose(
            single ->
                closedIfItFails(
                    single,
                    single
                        .async()
                        .info("server")
                        .thenApply(ServerInfo::parse)
                        .thenCompose(
                            info -> {
                              if (!info.isCluster()) {
                                return CompletableFuture.completedFuture(
                                    new Keys(single, single.async()));
                              }
                              CompletableFuture<Void> unused = single.closeAsync();
                              return clusterKeys();
                            })));
  }

  private CompletionStage<Keys> clusterKeys() {
    RedisClusterClient nodes = clusterClient();
    return nodes
        .refreshPartitionsAsync()
        .thenCompose(refreshed -> nodes.connectAsync(StringCodec.UTF8))
        .thenApply(connection -> new Keys(connection, connection.async()));
  }

  private synchronized RedisClusterClient clusterClient() {
    RedisClusterClient known = cluster;
    if (known == null) {
      known = RedisClusterClient.create(resources, config.servers());
      known.setOptions(
          ClusterClientOptions.builder()
              .topologyRefreshOptions(
                  ClusterTopologyRefreshOptions.builder()
                      .enablePeriodicRefresh(Duration.ofSeconds(10))
                      .build())
              .requestQueueSize(MAX_UNDER_WAY)
              .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
              .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
              .build());
      cluster = known;
    }
    return known;
  }

  /** A connection for commands on keys. */
  record Keys(
      StatefulConnection<String, String> connection,
      RedisClusterAsyncCommands<String, String> commands) {}

  @Override
  public synchronized void close() {
    RedisClusterClient known = cluster;
    if (known != null) {
      known.shutdown(Duration.ZERO, TIMEOUT);
    }
    client.shutdown(Duration.ZERO, TIMEOUT);
    Future<?> unused = resources.shutdown(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
