package io.parley.adapter.postgres;

import java.time.Duration;

/**
 * How to reach and use a PostgreSQL database.
 *
 * @param jdbcUrl {@code jdbc:postgresql://…}
 * @param connections at most at a time, those of the writers included
 * @param writers threads that store messages, each with a connection of its own; fewer than {@code
 *     connections}
 * @param waitingDrafts drafts that may wait to be stored; further ones are refused
 * @param connectTimeout how long a call waits for a connection
 * @param answerTimeout how long a call waits for the answer to one statement
 * @since 0.1
 */
public record PostgresConfig(
    String jdbcUrl,
    String user,
    String password,
    int connections,
    int writers,
    int waitingDrafts,
    Duration connectTimeout,
    Duration answerTimeout) {
  static final int USUAL_WRITERS = 2;
  static final int USUAL_WAITING_DRAFTS = 4_096;

  public PostgresConfig {
    if (writers < 1 || connections <= writers || waitingDrafts < 1) {
      throw new IllegalArgumentException(
          "connections " + connections + ", writers " + writers + ", waiting " + waitingDrafts);
    }
  }

  /** Defaults for everything but the address. */
  public static PostgresConfig of(String jdbcUrl, String user, String password) {
    return new PostgresConfig(
        jdbcUrl,
        user,
        password,
        10,
        USUAL_WRITERS,
        USUAL_WAITING_DRAFTS,
        Duration.ofSeconds(2),
        Duration.ofSeconds(4));
  }

  /** Defaults for a standby that only shortens the way: who waits for it loses time. */
  public static PostgresConfig ofStandby(String jdbcUrl, String user, String password) {
    return new PostgresConfig(
        jdbcUrl, user, password, 10, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Override
  public String toString() {
    return "PostgresConfig[" + user + "@" + jdbcUrl.replaceAll("\\?.*", "") + "]";
  }
}
