package io.parley.bootstrap.database;

import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.StartupException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a database that somebody else runs, which may come up later than the service. */
public final class ExternalPostgres {
  /** How long a database may take to come up. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(ExternalPostgres.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);
  private static final int MIN_VERSION = 13;

  private final External database;
  private final Duration patience;

  /**
   * @param patience how long to try
   */
  public ExternalPostgres(External database, Duration patience) {
    this.database = database;
    this.patience = patience;
  }

  /**
   * Returns once the database answers and is new enough.
   *
   * @throws StartupException if it does not answer in time, refuses the login, or is too old
   */
  public void await() throws InterruptedException {
    long start = System.nanoTime();
    long nextLog = 0;
    while (true) {
      try (Connection jdbc = Jdbc.connect(database)) {
        requireVersion(jdbc);
        return;
      } catch (SQLException e) {
        refuseHopeless(e);
        long waited = System.nanoTime() - start;
        if (waited >= patience.toNanos()) {
          throw new StartupException(
              "No PostgreSQL answers at "
                  + database.jdbcUrl()
                  + " within "
                  + patience.toSeconds()
                  + " s ("
                  + e.getMessage()
                  + "): start it, or correct DATABASE_URL or the DB_ settings",
              e);
        }
        if (waited >= nextLog) {
          log.warn("Waiting for PostgreSQL at {}: {}", database.jdbcUrl(), e.getMessage());
          nextLog = waited + LOG_INTERVAL.toNanos();
        }
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /** What waiting does not cure. */
  private void refuseHopeless(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.startsWith("28")) {
      throw new StartupException(
          "PostgreSQL at "
              + database.jdbcUrl()
              + " refuses the login ("
              + e.getMessage()
              + "): correct user and password",
          e);
    }
    if (state.equals("3D000")) {
      throw new StartupException(
          "PostgreSQL at "
              + database.jdbcUrl()
              + " has no such database ("
              + e.getMessage()
              + "): create it, or correct the name",
          e);
    }
  }

  private void requireVersion(Connection jdbc) throws SQLException {
    int major = jdbc.getMetaData().getDatabaseMajorVersion();
    if (major < MIN_VERSION) {
      throw new StartupException(
          "PostgreSQL "
              + MIN_VERSION
              + " or newer is needed; the one at "
              + database.jdbcUrl()
              + " is "
              + jdbc.getMetaData().getDatabaseProductVersion());
    }
  }
}
