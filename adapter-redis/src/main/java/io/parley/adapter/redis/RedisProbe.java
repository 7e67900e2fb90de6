package io.parley.adapter.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * What a server of Redis, or of something like it, says of itself.
 *
 * @param version such as {@code 7.0.15}
 * @param mode {@code standalone}, {@code sentinel} or {@code cluster}
 * @param time by its clock
 */
public record RedisProbe(String version, String mode, Instant time) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Asks one of the servers; blocks, for some seconds at most.
   *
   * @throws IllegalStateException with the reason if it does not answer, or does not let us in
   */
  public static RedisProbe look(RedisConfig config) {
    try (RedisServers servers = new RedisServers(config)) {
      RedisClusterAsyncCommands<String, String> commands = await(servers.keys()).commands();
      ServerInfo server = ServerInfo.parse(await(commands.info("server")));
      List<String> time = await(commands.time());
      return new RedisProbe(
          server.version(),
          server.mode(),
          Instant.ofEpochSecond(
              Long.parseLong(time.get(0)),
              TimeUnit.MICROSECONDS.toNanos(Long.parseLong(time.get(1)))));
    } catch (CompletionException e) {
      throw new IllegalStateException(reason(e), e);
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toNanos(), TimeUnit.NANOSECONDS).join();
  }

  /** The innermost reason: what is around it only says that there was no connection. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
