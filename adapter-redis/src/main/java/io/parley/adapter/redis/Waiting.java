package io.parley.adapter.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.parley.adapter.redis.RedisServers.Keys;
import io.parley.domain.error.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Waits for the answers of Redis, for those ports that block. */
final class Waiting {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Questions under way at once: a tenth of what a connection takes. */
  private static final int TOGETHER = 2_000;

  private Waiting() {}

  /**
   * Asks, and waits for the answer. A connection that is silent is asked no more: that its other
   * end is gone may become known a quarter of an hour later.
   *
   * @throws StoreUnavailableException if there is none in time
   */
  static <T> T on(
      RedisServers servers,
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> work) {
    CompletableFuture<Keys> keys = servers.keys();
    try {
      return keys.thenCompose(opened -> work.apply(opened.commands()))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      servers.abandon(keys);
      throw new StoreUnavailableException("Redis does not answer", e);
    } catch (ExecutionException | RuntimeException e) {
      throw new StoreUnavailableException("Redis does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("Redis was not waited for", e);
    }
  }

  /**
   * Asks for each, many at a time.
   *
   * @throws StoreUnavailableException if some are not answered in time
   */
  static <K, T> Map<K, T> forEach(
      RedisServers servers,
      Collection<K> keys,
      BiFunction<RedisClusterAsyncCommands<String, String>, K, CompletionStage<T>> question) {
    Map<K, T> answers = new HashMap<>();
    Parts.of(
        keys,
        TOGETHER,
        part -> answers.putAll(on(servers, commands -> together(commands, part, question))));
    return answers;
  }

  private static <K, T> CompletionStage<Map<K, T>> together(
      RedisClusterAsyncCommands<String, String> commands,
      List<K> keys,
      BiFunction<RedisClusterAsyncCommands<String, String>, K, CompletionStage<T>> question) {
    Map<K, T> answers = new ConcurrentHashMap<>();
    CompletableFuture<?>[] asked =
        keys.stream()
            .map(
                key ->
                    question
                        .apply(commands, key)
                        .thenAccept(answer -> answers.put(key, answer))
                        .toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(asked).thenApply(all -> answers);
  }
}
