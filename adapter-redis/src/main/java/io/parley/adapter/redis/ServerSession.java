package io.parley.adapter.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two connections to one server: one that listens, and one that publishes, which sends what belongs
 * together in one write.
 */
final class ServerSession implements BusSession {
  /** Channels in one command. */
  private static final int TOGETHER = 1_000;

  private final StatefulRedisPubSubConnection<String, byte[]> subscriber;
  private final StatefulRedisConnection<String, byte[]> publisher;
  private volatile Consumer<@Nullable Throwable> lost = failure -> {};

  ServerSession(
      StatefulRedisPubSubConnection<String, byte[]> subscriber,
      StatefulRedisConnection<String, byte[]> publisher) {
    this.subscriber = subscriber;
    this.publisher = publisher;
    publisher.setAutoFlushCommands(false);
  }

  @Override
  public void listen(
      BiConsumer<String, byte[]> received,
      Consumer<String> subscribed,
      Consumer<@Nullable Throwable> whenLost) {
    lost = whenLost;
    subscriber.addListener(
        new RedisPubSubAdapter<String, byte[]>() {
          @Override
          public void message(String channel, byte[] message) {
            received.accept(channel, message);
          }

          @Override
          public void subscribed(String channel, long count) {
            subscribed.accept(channel);
          }
        });
    listenForTheEnd(subscriber, publisher, whenLost);
  }

  static void listenForTheEnd(
      StatefulRedisPubSubConnection<?, ?> subscriber,
      StatefulRedisConnection<?, ?> publisher,
      Consumer<@Nullable Throwable> lost) {
    RedisConnectionStateListener end =
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            lost.accept(null);
          }
        };
    subscriber.addListener(end);
    publisher.addListener(end);
    if (!subscriber.isOpen() || !publisher.isOpen()) {
      lost.accept(null); // before somebody listened
    }
  }

  @Override
  public CompletionStage<?> publish(List<String> channels, byte[] message) {
    var published = new CompletableFuture<?>[channels.size()];
    for (int i = 0; i < published.length; i++) {
      published[i] = publisher.async().publish(channels.get(i), message).toCompletableFuture();
    }
    return CompletableFuture.allOf(published);
  }

  @Override
  public void flush() {
    publisher.flushCommands();
  }

  @Override
  public void subscribe(Collection<String> channels) {
    Parts.of(
        channels,
        TOGETHER,
        part -> {
          var unused = orLost(subscriber.async().subscribe(part.toArray(String[]::new)), lost);
        });
  }

  @Override
  public void unsubscribe(Collection<String> channels) {
    Parts.of(
        channels,
        TOGETHER,
        part -> {
          var unused = orLost(subscriber.async().unsubscribe(part.toArray(String[]::new)), lost);
        });
  }

  /** A session of which nobody knows what it is subscribed to is of no use. */
  static <T> CompletionStage<T> orLost(
      CompletionStage<T> answer, Consumer<@Nullable Throwable> lost) {
    return answer.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            lost.accept(failure);
          }
        });
  }

  @Override
  public CompletionStage<?> ping() {
    CompletionStage<String> published = publisher.async().ping();
    publisher.flushCommands();
    return subscriber.async().ping().thenCombine(published, (one, other) -> "both");
  }

  @Override
  public void close() {
    CompletableFuture<Void> unused = subscriber.closeAsync();
    CompletableFuture<Void> unusedToo = publisher.closeAsync();
  }
}
