package io.parley.bench.server;

import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.data.DataDirectory;
import io.parley.bootstrap.database.EmbeddedPostgres;
import io.parley.bootstrap.database.Jdbc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The service's own embedded PostgreSQL, with its usual durability, in a directory for one run. */
public final class BenchDatabase implements AutoCloseable {
  private final Path files;
  private final DataDirectory directory;
  private final EmbeddedPostgres postgres;
  private final ProcessHandle server;

  private BenchDatabase(
      Path files, DataDirectory directory, EmbeddedPostgres postgres, ProcessHandle server) {
    this.files = files;
    this.directory = directory;
    this.postgres = postgres;
    this.server = server;
  }

  public static BenchDatabase start() throws IOException, InterruptedException, SQLException {
    Path files = Files.createTempDirectory("chat-bench");
    DataDirectory directory = DataDirectory.open(files);
    EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
    return new BenchDatabase(files, directory, postgres, server(postgres.connection()));
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

  public Storage storage() throws SQLException, IOException {
    try (Connection session = connect();
        Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), pg_table_size('chat.messages'), pg_indexes_size('chat.messages')"
                    + " FROM chat.messages")) {
      row.next();
      return new Storage(row.getLong(1), row.getLong(2), row.getLong(3), size(serviceFiles()));
    }
  }

  private static long size(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return 0;
    }
    long bytes = 0;
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes += file.toFile().length(); // 0 if the index has just dropped it
      }
    }
    return bytes;
  }

  /** A directory for what the service keeps; deleted with the database. */
  public Path serviceFiles() {
    return files.resolve("service");
  }

  /** A connection for the bench itself. */
  public Connection connect() throws SQLException {
    return Jdbc.connect(postgres.connection());
  }

  /**
   * Transactions in the database since its start, each query outside of one counted as one; those
   * of the last second may be left out.
   */
  public long transactions() throws SQLException {
    try (Connection session = connect();
        Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT xact_commit + xact_rollback FROM pg_stat_database"
                    + " WHERE datname = current_database()")) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Lets new sessions see a clock that is so much behind: one that comes before PostgreSQL's own on
   * the path on which functions are looked for.
   */
  public void setClockBack(Duration by) throws SQLException {
    execute(
        "CREATE SCHEMA IF NOT EXISTS other_clock",
        "CREATE OR REPLACE FUNCTION other_clock.clock_timestamp() RETURNS timestamptz"
            + " LANGUAGE sql VOLATILE AS $$SELECT pg_catalog.clock_timestamp() - interval '"
            + by.toSeconds()
            + " s'$$",
        "ALTER ROLE current_user SET search_path = other_clock, pg_catalog, public");
  }

  /** Lets new sessions see PostgreSQL's own clock. */
  public void setClockRight() throws SQLException {
    execute("ALTER ROLE current_user RESET search_path");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection session = connect();
        Statement statement = session.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** The process of the server that runs at this moment; it changes when that is started again. */
  public ProcessHandle process() throws IOException {
    Path file = files.resolve("postgres").resolve("postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
    return ProcessHandle.of(pid).orElseThrow(() -> new IOException("no PostgreSQL runs"));
  }

  /** Where the server listens. */
  public InetSocketAddress address() {
    URI url = URI.create(url());
    return new InetSocketAddress(url.getHost(), url.getPort());
  }

  /** CPU time of its processes that run; sessions that have ended are left out. */
  public Duration cpu() {
    return Stream.concat(Stream.of(server), server.descendants())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** The process that has started all sessions. */
  private static ProcessHandle server(External connection) throws SQLException {
    try (Connection session = Jdbc.connect(connection);
        Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow();
    }
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
