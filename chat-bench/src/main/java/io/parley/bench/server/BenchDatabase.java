package io.parley.bench.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A PostgreSQL for one run, as durable as one in production: fsync and synchronous commit on. */
public final class BenchDatabase implements AutoCloseable {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "fsync", "on",
          "full_page_writes", "on",
          "synchronous_commit", "on",
          "shared_buffers", "512MB",
          "max_wal_size", "4GB",
          "max_connections", "100");

  private final EmbeddedPostgres postgres;

  private BenchDatabase(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  public static BenchDatabase start() throws IOException {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    SETTINGS.forEach(builder::setServerConfig);
    return new BenchDatabase(builder.start());
  }

  /** {@code postgres://user:password@host:port/name}. */
  public String url() {
    return "postgres://postgres:postgres@localhost:" + postgres.getPort() + "/postgres";
  }

  /** Adds users 1 to {@code count}; the service must have made the table. */
  public void addUsers(int count) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO users (id, name, username) SELECT n, 'User ' || n, 'user' || n"
              + " FROM generate_series(1, "
              + count
              + ") n ON CONFLICT (id) DO NOTHING");
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
