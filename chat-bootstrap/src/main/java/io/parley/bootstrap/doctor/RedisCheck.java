package io.parley.bootstrap.doctor;

import io.parley.adapter.redis.RedisConfig;
import io.parley.adapter.redis.RedisProbe;
import java.time.Clock;
import java.util.List;

/** Whether the bus answers. */
final class RedisCheck {
  private static final String SUBJECT = "Redis";
  private static final int OLDEST_MAJOR = 6;
  private static final int OLDEST_MINOR = 2;

  private RedisCheck() {}

  static List<Finding> findings(RedisConfig config, Clock clock) {
    try {
      RedisProbe probe = RedisProbe.look(config);
      return List.of(version(probe), ClockCheck.finding("Clock of Redis", probe.time(), clock));
    } catch (IllegalStateException e) {
      return List.of(
          Finding.bad(
              SUBJECT,
              "does not answer: " + e.getMessage(),
              "Start it, or mend REDIS_URL. Without it nodes find each other's messages in the"
                  + " database, later."));
    }
  }

  private static Finding version(RedisProbe probe) {
    String found = probe.version() + ", " + probe.mode();
    return isOld(probe.version())
        ? Finding.bad(SUBJECT, found, "Use Redis 6.2 or newer, or Valkey.")
        : Finding.good(SUBJECT, found);
  }

  private static boolean isOld(String version) {
    String[] parts = version.split("\\.", -1);
    try {
      int major = Integer.parseInt(parts[0]);
      int minor = parts.length < 2 ? 0 : Integer.parseInt(parts[1]);
      return major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR);
    } catch (NumberFormatException unknown) {
      return false;
    }
  }
}
