package io.parley.bootstrap.config;

import io.parley.adapter.redis.RedisConfig;
import java.util.Locale;
import java.util.Optional;

/**
 * How the nodes of a cluster reach each other.
 *
 * @param kind what carries events between them
 * @param redisUrl for {@link Kind#REDIS}
 */
public record ClusterConfig(Kind kind, Optional<Secret> redisUrl) {
  /** What carries events between nodes. */
  public enum Kind {
    /** There is one node. */
    NONE,
    /** Redis or Valkey. */
    REDIS,
    /** The database that holds the messages; for two or three nodes. */
    POSTGRES
  }

  static ClusterConfig read(SettingReader settings) {
    Optional<Secret> redisUrl = settings.secret(Setting.REDIS_URL);
    Kind kind = redisUrl.isPresent() ? Kind.REDIS : Kind.NONE;
    Optional<String> named = settings.text(Setting.CHAT_CLUSTER);
    if (named.isPresent()) {
      try {
        kind = Kind.valueOf(named.get().toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        settings.mistake(
            Setting.CHAT_CLUSTER,
            "must be none, redis or postgres, not " + SettingReader.quote(named.get()));
      }
    }
    if (kind == Kind.REDIS && redisUrl.isEmpty()) {
      settings.mistake(Setting.REDIS_URL, "must say where Redis is: redis://host:6379");
    }
    if (redisUrl.isPresent() && !isRedisUrl(redisUrl.get())) {
      settings.mistake(
          Setting.REDIS_URL, "must be like redis://user:password@host:6379, or several of these");
    }
    return new ClusterConfig(kind, redisUrl);
  }

  private static boolean isRedisUrl(Secret url) {
    try {
      return !RedisConfig.of(url.text()).servers().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
