package io.parley.bootstrap.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.data.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedPostgresTest {
  @TempDir private Path temporary;

  private DataDirectory directory;
  private Path files;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(temporary.resolve("chat data's"));
    files = directory.resolve("postgres");
  }

  @AfterEach
  void stopWhatRuns() throws Exception {
    Optional<ProcessHandle> left = PostmasterFile.read(files).flatMap(PostmasterFile::server);
    left.ifPresent(EmbeddedPostgresTest::kill);
    directory.close();
  }

  @Test
  void givenNewDirectory_whenStarted_thenServerIsDurablePrivateAndFoldsCase() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
      External connection = postgres.connection();

      assertThat(text(connection, "SHOW fsync")).isEqualTo("on");
      assertThat(text(connection, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(text(connection, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(text(connection, "SHOW unix_socket_directories")).isEmpty();
      assertThat(text(connection, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(text(connection, "SELECT lower('ÄÖİ')")).isEqualTo("äöi");
      assertThat(text(connection, "SELECT 'ПРИВЕТ' ILIKE '%ивет'")).isEqualTo("t");
      execute(connection, "CREATE EXTENSION pg_trgm");
      assertThat(text(connection, "SELECT cardinality(show_trgm('привет'))")).isEqualTo("7");
      assertThatThrownBy(() -> text(withPassword(connection, "wrong"), "SELECT 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(permissions(directory.resolve("postgres.password"))).isEqualTo("rw-------");
      assertThat(permissions(files)).isEqualTo("rwx------");
    }

    assertThat(PostmasterFile.read(files)).isEmpty();
  }

  @Test
  void givenStoppedServer_whenStartedAgain_thenDataAndSettingsAreThere() throws Exception {
    try (EmbeddedPostgres first = EmbeddedPostgres.start(directory)) {
      store(first.connection());
    }

    try (EmbeddedPostgres second = EmbeddedPostgres.start(directory)) {
      assertThat(stored(second.connection())).isEqualTo("kept");
    }
  }

  @Test
  void givenServerThatOutlivedItsService_whenStarted_thenItIsStoppedInOrderFirst()
      throws Exception {
    External orphan = startAndForget();
    store(orphan);
    ProcessHandle left = PostmasterFile.read(files).orElseThrow().server().orElseThrow();

    try (EmbeddedPostgres second = EmbeddedPostgres.start(directory)) {
      assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(20));
      assertThat(stored(second.connection())).isEqualTo("kept");
      assertThat(Files.readString(directory.resolve("postgres.log")))
          .contains("database system is shut down")
          .doesNotContain("not properly shut down");
    }
  }

  @Test
  void givenServerKilledWithItsService_whenStarted_thenItRecovers() throws Exception {
    store(startAndForget());
    kill(PostmasterFile.read(files).orElseThrow().server().orElseThrow());
    assertThat(files.resolve("postmaster.pid")).exists();

    try (EmbeddedPostgres second = EmbeddedPostgres.start(directory)) {
      assertThat(stored(second.connection())).isEqualTo("kept");
      assertThat(Files.readString(directory.resolve("postgres.log")))
          .contains("not properly shut down; automatic recovery");
    }
  }

  @Test
  void givenServerThatDies_whenItsServiceRunsOn_thenItIsBackOnTheSamePort() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
      store(postgres.connection());

      kill(PostmasterFile.read(files).orElseThrow().server().orElseThrow());

      new ExternalPostgres(postgres.connection(), Duration.ofSeconds(60)).await();
      assertThat(stored(postgres.connection())).isEqualTo("kept");
    }
    assertThat(PostmasterFile.read(files)).isEmpty();
  }

  @Test
  void givenPidFileThatNamesAnotherProcess_whenStarted_thenThatProcessIsLeftAlone()
      throws Exception {
    EmbeddedPostgres.start(directory).close();
    Process other = new ProcessBuilder("sleep", "300").start();
    try {
      Files.write(
          files.resolve("postmaster.pid"),
          List.of(Long.toString(other.pid()), files.toString(), "0", "5432", "", "127.0.0.1"));

      try (EmbeddedPostgres second = EmbeddedPostgres.start(directory)) {
        assertThat(text(second.connection(), "SELECT 1")).isEqualTo("1");
      }
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void givenHalfMadeDatabase_whenStarted_thenItIsMadeAnew() throws Exception {
    Files.createDirectories(directory.resolve("postgres.new").resolve("base"));

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
      assertThat(text(postgres.connection(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void givenDatabaseOfAnotherVersion_whenStarted_thenTheOperatorIsTold() throws Exception {
    EmbeddedPostgres.start(directory).close();
    Files.writeString(files.resolve("PG_VERSION"), "17\n");

    assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("made by PostgreSQL 17");
  }

  @Test
  void givenLostPassword_whenStarted_thenTheOperatorIsTold() throws Exception {
    EmbeddedPostgres.start(directory).close();
    Files.delete(directory.resolve("postgres.password"));

    assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("postgres.password");
  }

  @Test
  void givenRunningServer_whenTheOneOfAnOldVersionIsAsked_thenExternalAccessWorksToo()
      throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
      new ExternalPostgres(postgres.connection(), Duration.ofSeconds(10)).await();
      External wrongPassword = withPassword(postgres.connection(), "wrong");
      External wrongName =
          new External(
              postgres.connection().jdbcUrl() + "x",
              postgres.connection().user(),
              postgres.connection().password());

      assertThatThrownBy(() -> new ExternalPostgres(wrongPassword, Duration.ZERO).await())
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("refuses the login")
          .hasMessageNotContaining("wrong");
      assertThatThrownBy(() -> new ExternalPostgres(wrongName, Duration.ZERO).await())
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("no such database");
    }
  }

  /** A server whose service is gone. */
  private External startAndForget() throws Exception {
    PostgresCluster cluster = new PostgresCluster(directory);
    Secret password = cluster.createIfAbsent();
    int port = EmbeddedPostgres.freePort();
    cluster.start(port);
    execute(database(port, "postgres", password), "CREATE DATABASE chat");
    return database(port, "chat", password);
  }

  private static External database(int port, String name, Secret password) {
    return new External(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + name,
        PostgresCluster.USER,
        Optional.of(password));
  }

  private static void kill(ProcessHandle server) {
    List<ProcessHandle> workers = server.descendants().toList();
    server.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
    server.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static void store(External connection) throws SQLException {
    execute(connection, "CREATE TABLE kept (word text)");
    execute(connection, "INSERT INTO kept VALUES ('kept')");
  }

  private static String stored(External connection) throws SQLException {
    return text(connection, "SELECT word FROM kept");
  }

  private static void execute(External connection, String sql) throws SQLException {
    try (Connection jdbc = Jdbc.connect(connection);
        Statement statement = jdbc.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(External connection, String sql) throws SQLException {
    try (Connection jdbc = Jdbc.connect(connection);
        Statement statement = jdbc.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static External withPassword(External connection, String password) {
    return new External(connection.jdbcUrl(), connection.user(), Optional.of(new Secret(password)));
  }

  private static String permissions(Path path) throws java.io.IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
