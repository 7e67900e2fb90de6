package io.parley.bootstrap.database;

import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.data.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that runs as long as the service and keeps its data in the service's data directory.
 * It listens on the loopback interface only and asks for a generated password. The server is a
 * process of its own session: neither an interrupt typed at the terminal nor the death of this
 * process ends it, and the next start takes care of one that was left.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String DATABASE = "chat";
  private static final int PORT_TRIES = 3;

  /** Between two tries to start a server that has died, at first and at most. */
  private static final Duration FIRST_RESTART_PAUSE = Duration.ofSeconds(2);

  private static final Duration LAST_RESTART_PAUSE = Duration.ofMinutes(1);

  private final PostgresCluster cluster;
  private final int port;
  private final External connection;
  private Duration restartPause = FIRST_RESTART_PAUSE;
  private boolean closing;

  private EmbeddedPostgres(PostgresCluster cluster, int port, External connection) {
    this.cluster = cluster;
    this.port = port;
    this.connection = connection;
  }

  /**
   * Creates the database if need be, recovers it if need be, and starts its server.
   *
   * @param directory stays in the hands of the caller, who closes it after this
   * @throws StartupException if the server does not start
   */
  public static EmbeddedPostgres start(DataDirectory directory) throws InterruptedException {
    PostgresCluster cluster = new PostgresCluster(directory);
    Secret password = cluster.createIfAbsent();
    cluster.stopLeftOver();
    try {
      Listening server = startOnFreePort(cluster);
      createDatabase(connection(server.port(), "postgres", password));
      log.info("The embedded PostgreSQL listens on 127.0.0.1:{}", server.port());
      EmbeddedPostgres postgres =
          new EmbeddedPostgres(
              cluster, server.port(), connection(server.port(), DATABASE, password));
      postgres.watch(server.process());
      return postgres;
    } catch (InterruptedException | RuntimeException e) {
      cluster.stopLeftOver();
      throw e;
    }
  }

  /** How to reach the database. */
  public External connection() {
    return connection;
  }

  /** Stops the server; takes at most five seconds. */
  @Override
  public synchronized void close() {
    if (closing) {
      return;
    }
    closing = true;
    boolean interrupted = Thread.interrupted(); // the stop must not be cut short
    try {
      cluster.stop();
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void watch(ProcessHandle server) {
    CompletableFuture<Void> unused = server.onExit().thenRunAsync(this::died);
  }

  private synchronized void died() {
    if (!closing) {
      log.error("The embedded PostgreSQL has died; starting it again");
      restart();
    }
  }

  /** Brings a server back that has died, on its port, for as long as the service runs. */
  private synchronized void restart() {
    if (closing) {
      return;
    }
    try {
      cluster.stopLeftOver();
      watch(cluster.start(port));
      restartPause = FIRST_RESTART_PAUSE;
      log.info("The embedded PostgreSQL listens on 127.0.0.1:{} again", port);
    } catch (StartupException e) {
      log.error(
          "The embedded PostgreSQL does not start again; next try in {} s: {}",
          restartPause.toSeconds(),
          e.getMessage());
      CompletableFuture.delayedExecutor(restartPause.toMillis(), TimeUnit.MILLISECONDS)
          .execute(this::restart);
      Duration longer = restartPause.multipliedBy(2);
      restartPause = longer.compareTo(LAST_RESTART_PAUSE) < 0 ? longer : LAST_RESTART_PAUSE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A free port may be taken by somebody else before the server has it: then it takes another. */
  private static Listening startOnFreePort(PostgresCluster cluster) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      int port = freePort();
      try {
        return new Listening(cluster.start(port), port);
      } catch (StartupException e) {
        boolean taken = String.valueOf(e.getMessage()).contains("Address already in use");
        if (!taken || tries == PORT_TRIES) {
          throw e;
        }
      }
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartupException("No port is free on the loopback interface: " + e, e);
    }
  }

  private static External connection(int port, String database, Secret password) {
    return new External(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
        PostgresCluster.USER,
        Optional.of(password));
  }

  private static void createDatabase(External maintenance) {
    try (Connection jdbc = Jdbc.connect(maintenance);
        Statement statement = jdbc.createStatement()) {
      boolean exists;
      try (ResultSet row =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        exists = row.next();
      }
      if (!exists) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    } catch (SQLException e) {
      throw new StartupException("The embedded database does not answer: " + e.getMessage(), e);
    }
  }

  private record Listening(ProcessHandle process, int port) {}
}
