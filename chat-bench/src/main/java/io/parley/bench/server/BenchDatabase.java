package io.parley.bench.server;

import java.io.IOException;
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
import java.util.Optional;
import java.util.stream.Stream;

/** The service's own embedded PostgreSQL, with its usual durability, in a directory for one run. */
public final class BenchDatabase implements AutoCloseable {
  private static final long DISK_BYTES = 8L << 30;

  private final Path files;
  private final Optional<SmallDisk> disk;
  private volatile PostgresNode node;
  private int nodes = 1;

  private BenchDatabase(Path files, Optional<SmallDisk> disk, PostgresNode node) {
    this.files = files;
    this.disk = disk;
    this.node = node;
  }

  public static BenchDatabase start() throws IOException, InterruptedException {
    Path files = Files.createTempDirectory("chat-bench");
    return new BenchDatabase(files, Optional.empty(), PostgresNode.start(node(files, 1)));
  }

  /** As {@link #start}, with all of it on a disk of its own, if we may mount one. */
  public static BenchDatabase startOnOwnDisk() throws IOException, InterruptedException {
    Optional<SmallDisk> disk = SmallDisk.mount(DISK_BYTES);
    if (disk.isEmpty()) {
      return start();
    }
    Path files = disk.get().directory();
    try {
      return new BenchDatabase(files, disk, PostgresNode.start(node(files, 1)));
    } catch (InterruptedException | RuntimeException e) {
      disk.get().close();
      throw e;
    }
  }

  private static Path node(Path files, int number) {
    return files.resolve("database-" + number);
  }

  /** The disk that is used by nothing else; empty if there is none. */
  public Optional<SmallDisk> disk() {
    return disk;
  }

  /** {@code postgres://user:password@host:port/name}. */
  public String url() {
    return node.url();
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
    return node.connect();
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
    return node.process();
  }

  /**
   * Lets a standby take over, that has every commit which was acknowledged. {@link #address()} is
   * the standby's then.
   *
   * @param lost is run when the standby follows, and takes the way to the server away for a while
   * @param found is run when the standby has taken over, or cannot, and makes the way to {@link
   *     #address()}
   */
  public void failOver(Step lost, Step found)
      throws IOException, InterruptedException, SQLException {
    PostgresNode old = node;
    Path oldFiles = node(files, nodes);
    nodes++;
    PostgresNode standby = old.startStandby(node(files, nodes));
    try {
      lost.run();
      standby.promote();
      node = standby;
    } finally {
      if (node == old) {
        standby.close();
        old.standAlone();
      }
      found.run();
    }
    old.end();
    delete(oldFiles);
  }

  /** Something that is done in between. */
  public interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** Where the server listens. */
  public InetSocketAddress address() {
    URI url = URI.create(url());
    return new InetSocketAddress(url.getHost(), url.getPort());
  }

  /** CPU time of its processes that run; sessions that have ended are left out. */
  public Duration cpu() {
    ProcessHandle server;
    try {
      server = process();
    } catch (IOException e) {
      return Duration.ZERO;
    }
    return Stream.concat(Stream.of(server), server.descendants())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
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
    node.close();
    if (disk.isPresent()) {
      disk.get().close();
    } else {
      delete(files);
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
