package io.parley.adapter.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.parley.domain.error.StoreUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Waits for the answers of Redis, for those ports that block. */
final class Waiting {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Waiting() {}

  /**
   * Asks, and waits for the answer.
   *
   * @throws StoreUnavailableException if there is none in time
   */
  static <T> T on(
      RedisServers servers,
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> work) {
    try {
      return servers
          .commands()
          .thenCompose(work)
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw new StoreUnavailableException("Redis does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("Redis was not waited for", e);
    }
  }

  /** Asks for all at once; completes with all answers. */
  static <K, T> CompletionStage<Map<K, T>> forEach(
      Set<K> keys, Function<K, CompletionStage<T>> question) {
    Map<K, T> answers = new ConcurrentHashMap<>();
    CompletableFuture<?>[] asked =
        keys.stream()
            .map(
                key ->
                    question
                        .apply(key)
                        .thenAccept(answer -> answers.put(key, answer))
                        .toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(asked).thenApply(all -> answers);
  }
}
