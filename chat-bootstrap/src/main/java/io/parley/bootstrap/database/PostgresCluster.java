package io.parley.bootstrap.database;

import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.data.DataDirectory;
import io.parley.bootstrap.data.SecretFile;
import io.parley.bootstrap.database.CommandRunner.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the embedded database and the commands that create, start and stop its server. The
 * caller holds the data directory, so that nobody else does the same. Not thread-safe.
 */
final class PostgresCluster {
  /** The superuser of the cluster, and the owner of the chat's database. */
  static final String USER = "chat";

  private static final Logger log = LoggerFactory.getLogger(PostgresCluster.class);

  private static final Duration CREATE_LIMIT = Duration.ofMinutes(3);

  /** Long enough to replay all the log that a crash can leave. */
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(4);
  private static final Duration STOP_LEFT_LIMIT = Duration.ofSeconds(30);
  private static final long MAX_LOG_BYTES = 10_000_000;

  /** The character classes of words; the first one that the system knows is taken. */
  private static final List<String> CTYPES = List.of("C.UTF-8", "en_US.UTF-8", "C");

  /** First values of postgresql.conf, which the operator may change there. */
  private static final List<String> INITIAL_SETTINGS =
      List.of(
          "max_connections=60",
          "shared_buffers=256MB",
          "effective_cache_size=1GB",
          "random_page_cost=1.1",
          "max_wal_size=2GB",
          "wal_compression=on",
          "checkpoint_timeout=15min",
          "jit=off",
          // a new segment of the log is not filled with zeros while commits wait for it
          "wal_init_zero=off",
          "log_checkpoints=off",
          "timezone=UTC",
          "log_timezone=UTC");

  private final DataDirectory directory;
  private final Path files;
  private final Path logFile;
  private final PostgresBinaries binaries;
  private final CommandRunner runner;

  PostgresCluster(DataDirectory directory) {
    this.directory = directory;
    this.files = directory.resolve("postgres");
    this.logFile = directory.resolve("postgres.log");
    this.binaries = PostgresBinaries.unpack(PostgresBinaries.defaultParents(directory.path()));
    this.runner = new CommandRunner(directory.resolve("postgres-command.log"));
  }

  /** Creates the files if there are none; half-made ones of an earlier try are thrown away. */
  Secret createIfAbsent() throws InterruptedException {
    SecretFile passwordFile = SecretFile.postgresPassword(directory.path());
    if (Files.exists(files)) {
      requireSameVersion();
      return passwordFile
          .read()
          .orElseThrow(
              () ->
                  new StartupException(
                      "The password of the embedded database is missing: put the file "
                          + passwordFile.path()
                          + " back"));
    }
    Secret password = passwordFile.readOrGenerate();
    try {
      log.info("Creating a database in {}", files);
      Path fresh = directory.resolve("postgres.new");
      initialise(fresh, passwordFile.path());
      Files.move(fresh, files, StandardCopyOption.ATOMIC_MOVE);
      return password;
    } catch (IOException e) {
      throw new StartupException("The embedded database cannot be created: " + e, e);
    }
  }

  private void initialise(Path fresh, Path passwordFile) throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    for (String ctype : CTYPES) {
      deleteTree(fresh);
      Outcome outcome = runner.run(CREATE_LIMIT, initCommand(fresh, passwordFile, ctype));
      if (outcome.isSuccess()) {
        return;
      }
      failures.add(outcome.output());
      if (!outcome.output().contains("invalid locale name")) {
        break;
      }
    }
    throw new StartupException(
        "The embedded database cannot be created: " + String.join("\n", failures));
  }

  /**
   * The built-in locale folds the case of all letters, alike on every system; the ctype of the
   * system decides only what a letter is, which the trigram index wants to know.
   */
  private List<String> initCommand(Path fresh, Path passwordFile, String ctype) {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("initdb").toString());
    command.addAll(List.of("-D", fresh.toString(), "-U", USER, "-E", "UTF8"));
    command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
    command.addAll(List.of("--locale=C", "--lc-ctype=" + ctype));
    command.addAll(List.of("-A", "scram-sha-256", "--pwfile=" + passwordFile));
    command.add("--no-instructions");
    INITIAL_SETTINGS.forEach(setting -> command.addAll(List.of("--set", setting)));
    return command;
  }

  private void requireSameVersion() throws InterruptedException {
    Outcome version =
        runner.run(
            Duration.ofSeconds(30), List.of(binaries.program("postgres").toString(), "--version"));
    try {
      String stored = Files.readString(files.resolve("PG_VERSION")).strip();
      if (!version.output().contains(" " + stored + ".")) {
        throw new StartupException(
            "The database in "
                + files
                + " was made by PostgreSQL "
                + stored
                + ", this is "
                + version.output()
                + ": dump it with the old version and load it with the new one");
      }
    } catch (IOException e) {
      throw new StartupException("There is no database in " + files + ": " + e, e);
    }
  }

  /**
   * Starts the server.
   *
   * @param port of 127.0.0.1
   * @return the process of the server, which lives on when this one dies
   */
  ProcessHandle start(int port) throws InterruptedException {
    try {
      rotateLog();
      long logBefore = Files.exists(logFile) ? Files.size(logFile) : 0;
      Outcome outcome = runner.run(START_LIMIT.plusSeconds(10), startCommand(port));
      if (!outcome.isSuccess()) {
        throw new StartupException(
            "The embedded database does not start: "
                + outcome.output()
                + "\n"
                + logSince(logBefore)
                + "\nIts log is "
                + logFile);
      }
      return PostmasterFile.read(files)
          .flatMap(PostmasterFile::process)
          .orElseThrow(() -> new StartupException("The embedded database has stopped: " + logFile));
    } catch (IOException e) {
      throw new StartupException("The embedded database does not start: " + e, e);
    }
  }

  /** What must not depend on a file: who can reach the server, and that a commit is durable. */
  private List<String> startCommand(int port) {
    String options =
        String.join(
            " ",
            "-p " + port,
            "-c listen_addresses=127.0.0.1",
            "-c unix_socket_directories=",
            "-c fsync=on",
            "-c full_page_writes=on",
            "-c synchronous_commit=on",
            "-c logging_collector=off");
    return List.of(
        binaries.program("pg_ctl").toString(),
        "start",
        "-D",
        files.toString(),
        "-l",
        logFile.toString(),
        "-o",
        options,
        "-w",
        "-t",
        Long.toString(START_LIMIT.toSeconds()));
  }

  /** Ends the server of an earlier run that was killed, and clears the way for a new one. */
  void stopLeftOver() throws InterruptedException {
    try {
      Optional<PostmasterFile> left = PostmasterFile.read(files);
      if (left.isEmpty()) {
        return;
      }
      if (left.get().server().isPresent()) {
        log.warn(
            "Stopping the database server that an earlier run left (pid {})", left.get().pid());
        stopLeftServer();
      } else if (left.get().process().isPresent()) {
        // Another process has the id by now, and PostgreSQL would take it for a running server.
        log.warn("Removing {}, which names a process that is no server of it", left.get().file());
        Files.delete(left.get().file());
      }
    } catch (IOException e) {
      throw new StartupException("The embedded database cannot be looked at: " + e, e);
    }
  }

  /**
   * Stops the server: sessions end, everything is written. A server that has more to write than
   * fits the limit goes on by itself; the next start waits for it.
   */
  void stop() throws InterruptedException {
    Outcome outcome = runner.run(STOP_LIMIT.plusSeconds(1), stopCommand("fast", STOP_LIMIT));
    if (outcome.isSuccess()) {
      log.info("The embedded PostgreSQL has stopped");
    } else {
      log.warn("The embedded PostgreSQL is still stopping: {}", outcome.output());
    }
  }

  private void stopLeftServer() throws InterruptedException {
    Duration limit = STOP_LEFT_LIMIT;
    Outcome fast = runner.run(limit.plusSeconds(1), stopCommand("fast", limit));
    if (fast.isSuccess()) {
      return;
    }
    Outcome atOnce = runner.run(limit.plusSeconds(1), stopCommand("immediate", limit));
    if (!atOnce.isSuccess()) {
      throw new StartupException(
          "The database server that an earlier run left does not stop: " + atOnce.output());
    }
  }

  private List<String> stopCommand(String mode, Duration limit) {
    return List.of(
        binaries.program("pg_ctl").toString(),
        "stop",
        "-D",
        files.toString(),
        "-m",
        mode,
        "-w",
        "-t",
        Long.toString(limit.toSeconds()));
  }

  private void rotateLog() throws IOException {
    if (Files.exists(logFile) && Files.size(logFile) > MAX_LOG_BYTES) {
      Files.move(
          logFile, directory.resolve("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String logSince(long offset) throws IOException {
    if (!Files.exists(logFile)) {
      return "";
    }
    try (RandomAccessFile tail = new RandomAccessFile(logFile.toFile(), "r")) {
      long from = Math.max(offset, tail.length() - 4_000);
      byte[] bytes = new byte[(int) (tail.length() - from)];
      tail.seek(from);
      tail.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
