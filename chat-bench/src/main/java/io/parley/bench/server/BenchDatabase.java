package io.parley.bench.server;

import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.data.DataDirectory;
import io.parley.bootstrap.database.EmbeddedPostgres;
import io.parley.bootstrap.database.Jdbc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The service's own embedded PostgreSQL, with its usual durability, in a directory for one run. */
public final class BenchDatabase implements AutoCloseable {
  private final Path files;
  private final DataDirectory directory;
  private final EmbeddedPostgres postgres;

  private BenchDatabase(Path files, DataDirectory directory, EmbeddedPostgres postgres) {
    this.files = files;
    this.directory = directory;
    this.postgres = postgres;
  }

  public static BenchDatabase start() throws IOException, InterruptedException {
    Path files = Files.createTempDirectory("chat-bench");
    DataDirectory directory = DataDirectory.open(files);
    return new BenchDatabase(files, directory, EmbeddedPostgres.start(directory));
  }

  /** {@code postgres://user:password@host:port/name}. */
  public String url() {
    External connection = postgres.connection();
    return connection
        .jdbcUrl()
        .replaceFirst(
            "^jdbc:postgresql://",
            "postgres://"
                + connection.user()
                + ":"
                + connection.password().orElseThrow().text()
                + "@");
  }

  /** A connection for the bench itself. */
  public Connection connect() throws SQLException {
    return Jdbc.connect(postgres.connection());
  }

  /** Adds users 1 to {@code count}; the service must have made the table. */
  public void addUsers(int count) throws SQLException {
    try (Connection connection = connect();
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
    directory.close();
    try (Stream<Path> all = Files.walk(files)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
