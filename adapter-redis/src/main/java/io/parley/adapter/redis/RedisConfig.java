package io.parley.adapter.redis;

import io.lettuce.core.RedisURI;
import java.util.Arrays;
import java.util.List;

/**
 * Where Redis is, and what is ours there.
 *
 * @param servers one server, or some of a Redis Cluster, the others of which are found by asking
 * @param prefix begins all our channels and keys; nodes of one cluster have the same
 * @since 0.1
 */
public record RedisConfig(List<RedisURI> servers, String prefix) {
  private static final String DEFAULT_PREFIX = "parley:";

  public RedisConfig {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no server");
    }
  }

  /**
   * Reads URLs: {@code redis://[[user:]password@]host[:port][/database]}, {@code rediss://…} for
   * TLS, {@code redis-sentinel://[[user:]password@]host[:port][,host…]#master}; of a cluster's
   * servers several, separated by blanks or commas.
   *
   * @throws IllegalArgumentException if one of them is none; the message shows none of it
   */
  public static RedisConfig of(String urls) {
    try {
      // the hosts of sentinels are separated by commas within one URL
      String separator = urls.contains("sentinel") ? "\\s+" : "[\\s,]+";
      return new RedisConfig(
          Arrays.stream(urls.strip().split(separator)).map(RedisURI::create).toList(),
          DEFAULT_PREFIX);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a Redis URL", e);
    }
  }
}
