package io.parley.bench.server;

import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.data.DataDirectory;
import io.parley.bootstrap.database.EmbeddedPostgres;
import io.parley.bootstrap.database.Jdbc;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One server of a database, with its files: the one that takes writes, or a standby that follows
 * it.
 */
final class PostgresNode implements AutoCloseable {
  private static final String CLUSTER = "postgres";
  private static final String PASSWORD = "postgres.password";

  /** SQLSTATE of a server that starts, stops or recovers. */
  private static final String CANNOT_CONNECT_NOW = "57P03";

  private static final Duration SYNC_LIMIT = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 50;

  /** A checkpoint of all that was written may come first. */
  private static final long END_SECONDS = 60;

  /** What a base backup leaves out: the log, which the standby fetches, and who runs. */
  private static final Set<String> OF_THE_RUNNING_SERVER =
      Set.of("postmaster.pid", "postmaster.opts");

  private static final Set<String> EMPTY_IN_A_COPY = Set.of("pg_wal", "pg_replslot");

  private final Path files;
  private final DataDirectory directory;
  private final EmbeddedPostgres postgres;

  private PostgresNode(Path files, DataDirectory directory, EmbeddedPostgres postgres) {
    this.files = files;
    this.directory = directory;
    this.postgres = postgres;
  }

  /** Starts the server whose files are there; makes them if there are none. */
  static PostgresNode start(Path files) throws InterruptedException {
    DataDirectory directory = DataDirectory.open(files);
    try {
      return new PostgresNode(files, directory, EmbeddedPostgres.start(directory));
    } catch (InterruptedException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  External connection() {
    return postgres.connection();
  }

  Connection connect() throws SQLException {
    return Jdbc.connect(postgres.connection());
  }

  /** {@code postgres://user:password@host:port/name}. */
  String url() {
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

  /** The process that runs at this moment; it changes when the server is started again. */
  ProcessHandle process() throws IOException {
    Path file = files.resolve(CLUSTER).resolve("postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
    return ProcessHandle.of(pid).orElseThrow(() -> new IOException("no PostgreSQL runs"));
  }

  /**
   * Starts a standby in another directory. From then on this server acknowledges no commit that the
   * standby does not have on its disk.
   *
   * @see <a href="https://www.postgresql.org/docs/current/continuous-archiving.html">base backups
   *     by the low level API, section 25.3.4</a>
   */
  PostgresNode startStandby(Path standbyFiles)
      throws IOException, InterruptedException, SQLException {
    Files.createDirectories(standbyFiles);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_create_physical_replication_slot('standby', true)");
      statement.execute("SELECT pg_backup_start('standby', true)");
      copy(files.resolve(CLUSTER), standbyFiles.resolve(CLUSTER));
      Files.copy(files.resolve(PASSWORD), standbyFiles.resolve(PASSWORD));
      String label;
      try (ResultSet row = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        row.next();
        label = row.getString(1);
      }
      follow(standbyFiles.resolve(CLUSTER), label);
      PostgresNode standby = start(standbyFiles);
      try {
        statement.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
        statement.execute("SELECT pg_reload_conf()");
        awaitSynchronous(statement);
        standby.awaitConsistent();
        return standby;
      } catch (InterruptedException | SQLException e) {
        standby.close();
        standAlone();
        throw e;
      }
    }
  }

  /** Waits for no standby any more, and keeps nothing for one. */
  void standAlone() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM RESET synchronous_standby_names");
      statement.execute("SELECT pg_reload_conf()");
      statement.execute("SELECT pg_drop_replication_slot('standby')");
    }
  }

  private void follow(Path cluster, String label) throws IOException {
    URI primary = URI.create(url());
    String conninfo =
        "host="
            + primary.getHost()
            + " port="
            + primary.getPort()
            + " user="
            + connection().user()
            + " password="
            + connection().password().orElseThrow().text();
    Files.writeString(cluster.resolve("backup_label"), label);
    Files.writeString(cluster.resolve("standby.signal"), "");
    Files.writeString(
        cluster.resolve("postgresql.auto.conf"),
        "primary_conninfo = '" + conninfo + "'\nprimary_slot_name = 'standby'\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void awaitSynchronous(Statement statement)
      throws SQLException, InterruptedException {
    long end = System.nanoTime() + SYNC_LIMIT.toNanos();
    while (true) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"
                  + " AND state = 'streaming'")) {
        if (row.next()) {
          return;
        }
      }
      if (System.nanoTime() > end) {
        throw new SQLException("the standby does not follow");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** A standby that follows may not have read yet what was written while its files were copied. */
  private void awaitConsistent() throws SQLException, InterruptedException {
    long end = System.nanoTime() + SYNC_LIMIT.toNanos();
    while (true) {
      try {
        connect().close();
        return;
      } catch (SQLException e) {
        if (!CANNOT_CONNECT_NOW.equals(e.getSQLState()) || System.nanoTime() > end) {
          throw e;
        }
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Makes a standby the server that takes writes; on a timeline of its own from here on. */
  void promote() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_promote(true)")) {
      if (!row.next() || !row.getBoolean(1)) {
        throw new SQLException("the standby is still one");
      }
    }
  }

  /** Copies the files of a running server; what it deletes meanwhile is left out. */
  private static void copy(Path from, Path to) throws IOException {
    Path unused =
        Files.walkFileTree(
            from,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes)
                  throws IOException {
                if (isLeftOut(from.relativize(source))) {
                  return FileVisitResult.SKIP_SUBTREE;
                }
                Files.copy(source, target(source), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFile(Path source, BasicFileAttributes attributes)
                  throws IOException {
                if (!isLeftOut(from.relativize(source))) {
                  copyIfThere(source, target(source));
                }
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFileFailed(Path source, IOException failure)
                  throws IOException {
                if (failure instanceof NoSuchFileException) {
                  return FileVisitResult.CONTINUE;
                }
                throw failure;
              }

              private Path target(Path source) {
                return to.resolve(from.relativize(source).toString());
              }
            });
  }

  private static boolean isLeftOut(Path inside) {
    return OF_THE_RUNNING_SERVER.contains(inside.toString())
        || (inside.getNameCount() > 1 && EMPTY_IN_A_COPY.contains(inside.getName(0).toString()));
  }

  private static void copyIfThere(Path source, Path target) throws IOException {
    try {
      Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (NoSuchFileException deletedMeanwhile) {
      // a base backup may leave it out: the log says what became of it
    }
  }

  /** Closes it, and waits until its server has ended. */
  void end() throws IOException, InterruptedException {
    ProcessHandle server = process();
    close();
    try {
      ProcessHandle unused = server.onExit().get(END_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the old server does not end", e);
    }
  }

  @Override
  public void close() {
    postgres.close();
    directory.close();
  }
}
