package io.parley.adapter.redis;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the section {@code server} of {@code INFO} says. The mode is {@code redis_mode} of Redis,
 * and {@code server_mode} of Valkey, which also has a version of its own beside the one that it is
 * like.
 *
 * @param version such as {@code 7.0.15}
 * @param mode {@code standalone}, {@code sentinel} or {@code cluster}
 */
record ServerInfo(String version, String mode) {
  private static final String UNKNOWN = "unknown";

  /** The first with {@code SSUBSCRIBE}. */
  private static final int SHARDED_CHANNELS_SINCE = 7;

  static ServerInfo parse(String info) {
    return new ServerInfo(
        field(info, "valkey_version", "redis_version"), field(info, "redis_mode", "server_mode"));
  }

  private static String field(String info, String... names) {
    return Arrays.stream(names)
        .map(name -> name + ":")
        .flatMap(
            name ->
                info.lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).strip()))
        .findFirst()
        .orElse(UNKNOWN);
  }

  boolean isCluster() {
    return mode.equals("cluster");
  }

  /** Whether a channel can be that of one server. Without them, a cluster tells all its servers. */
  boolean hasShardedChannels() {
    return major().filter(major -> major < SHARDED_CHANNELS_SINCE).isEmpty();
  }

  private Optional<Integer> major() {
    return Stream.of(version.split("\\.", 2)[0])
        .filter(digits -> digits.matches("[0-9]{1,4}"))
        .map(Integer::valueOf)
        .findFirst();
  }
}
