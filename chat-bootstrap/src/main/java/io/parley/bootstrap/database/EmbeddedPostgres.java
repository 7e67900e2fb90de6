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
import java.util.Optional;
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

  private final PostgresCluster cluster;
  private final External connection;

  private EmbeddedPostgres(PostgresCluster cluster, External connection) {
    this.cluster = cluster;
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
      int port = startOnFreePort(cluster);
      createDatabase(connection(port, "postgres", password));
      log.info("The embedded PostgreSQL listens on 127.0.0.1:{}", port);
      return new EmbeddedPostgres(cluster, connection(port, DATABASE, password));
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
  public void close() {
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

  /** A free port may be taken by somebody else before the server has it: then it takes another. */
  private static int startOnFreePort(PostgresCluster cluster) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      int port = freePort();
      try {
        cluster.start(port);
        return port;
      } catch (StartupException e) {
        boolean taken = String.valueOf(e.getMessage()).contains("Address already in use");
        if (!taken || tries == PORT_TRIES) {
          throw e;
        }
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartupException("No port is free on the loopback interface: " + e, e);
    }
  }

  private static External connection(int port, String database, Secret password) {
    return new External(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
        Optional.of(PostgresCluster.USER),
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
}
