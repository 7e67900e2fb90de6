package io.parley.adapter.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sharded channels (Redis 7) on the masters of a Redis Cluster: a frame reaches the server that
 * owns its channel's slot, and not all of them. A slot that moves, and a server that is lost, end
 * the session: the next one asks anew who owns what.
 */
final class ClusterSession implements BusSession {
  private final List<Shard> shards;

  /** The owner of each slot, by its number among the shards. */
  private final Shard[] owners = new Shard[SlotHash.SLOT_COUNT];

  /** Whose end we have asked for. */
  private final Set<String> leaving = ConcurrentHashMap.newKeySet();

  private volatile Consumer<@Nullable Throwable> lost = failure -> {};

  /**
   * Connections to one master.
   *
   * @param slots what it owns
   */
  record Shard(
      List<Integer> slots,
      StatefulRedisPubSubConnection<String, byte[]> subscriber,
      StatefulRedisConnection<String, byte[]> publisher) {}

  /**
   * @throws IllegalStateException if there is a slot without a master
   */
  ClusterSession(List<Shard> shards) {
    this.shards = List.copyOf(shards);
    for (Shard shard : shards) {
      shard.slots().forEach(slot -> owners[slot] = shard);
      shard.publisher().setAutoFlushCommands(false);
    }
    for (Shard owner : owners) {
      if (owner == null) {
        throw new IllegalStateException("a slot of the Redis Cluster has no master");
      }
    }
  }

  private Shard owner(String channel) {
    return owners[SlotHash.getSlot(channel)];
  }

  @Override
  public void listen(
      BiConsumer<String, byte[]> received,
      Consumer<String> subscribed,
      Consumer<@Nullable Throwable> whenLost) {
    lost = whenLost;
    for (Shard shard : shards) {
      shard
          .subscriber()
          .addListener(
              new RedisPubSubAdapter<String, byte[]>() {
                @Override
                public void smessage(String channel, byte[] message) {
                  received.accept(channel, message);
                }

                @Override
                public void ssubscribed(String channel, long count) {
                  subscribed.accept(channel);
                }

                @Override
                public void sunsubscribed(String channel, long count) {
                  if (!leaving.remove(channel)) {
                    whenLost.accept(null); // its slot has moved
                  }
                }
              });
      ServerSession.listenForTheEnd(shard.subscriber(), shard.publisher(), whenLost);
    }
  }

  @Override
  public CompletionStage<?> publish(List<String> channels, byte[] message) {
    return CompletableFuture.allOf(
        channels.stream()
            .map(channel -> orLost(owner(channel).publisher().async().spublish(channel, message)))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public void flush() {
    shards.forEach(shard -> shard.publisher().flushCommands());
  }

  @Override
  public void subscribe(Collection<String> channels) {
    bySlot(
        channels,
        (owner, some) -> {
          var unused = orLost(owner.subscriber().async().ssubscribe(some));
        });
  }

  @Override
  public void unsubscribe(Collection<String> channels) {
    leaving.addAll(channels);
    bySlot(
        channels,
        (owner, some) -> {
          var unused = orLost(owner.subscriber().async().sunsubscribe(some));
        });
  }

  /** The channels of one command must be of one slot: there are no more commands than slots. */
  private void bySlot(Collection<String> channels, BiConsumer<Shard, String[]> command) {
    channels.stream()
        .collect(Collectors.groupingBy(SlotHash::getSlot))
        .forEach((slot, some) -> command.accept(owners[slot], some.toArray(String[]::new)));
  }

  /** A server that does not own the slot any more says so. */
  private <T> CompletionStage<T> orLost(CompletionStage<T> answer) {
    return ServerSession.orLost(answer, lost);
  }

  @Override
  public CompletionStage<?> ping() {
    CompletableFuture<?>[] answers =
        shards.stream()
            .flatMap(
                shard ->
                    List.of(shard.subscriber().async().ping(), shard.publisher().async().ping())
                        .stream())
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new);
    flush();
    return CompletableFuture.allOf(answers);
  }

  @Override
  public void close() {
    for (Shard shard : shards) {
      CompletableFuture<Void> unused = shard.subscriber().closeAsync();
      CompletableFuture<Void> unusedToo = shard.publisher().closeAsync();
    }
  }
}
