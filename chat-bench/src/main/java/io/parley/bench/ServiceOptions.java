package io.parley.bench;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.bench.client.RestConnection;
import io.parley.bench.report.Figures;
import io.parley.bench.server.BenchDatabase;
import io.parley.bench.server.SeedData;
import io.parley.bench.server.ServiceProcess;
import io.parley.domain.user.UserId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which service a scenario drives: one with a PostgreSQL of its own, or a running one. */
final class ServiceOptions {
  static final String SECRET = "bench-secret-bench-secret-bench-secret";
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(30);

  /** Whoever works for less than a tenth of this is idle. */
  private static final Duration IDLE_LOOK = Duration.ofSeconds(5);

  private static final Duration TOKEN_LIFE = Duration.ofHours(2);

  @Option(names = "--url", description = "A running service, such as http://localhost:3010.")
  private @Nullable URI url;

  @Option(names = "--jwt-secret", description = "The secret of the running service.")
  private @Nullable String secret;

  @Option(
      names = "--jvm",
      split = " ",
      defaultValue = "-Xmx1g",
      description = "Flags for the service's JVM (${DEFAULT-VALUE}).")
  private List<String> jvmFlags = new ArrayList<>();

  /**
   * The service while a scenario runs.
   *
   * @param tokens of users, by their ids
   * @param process null if it was running before
   * @param database null if it was running before
   * @param cost measures what a message costs, if the service is ours
   */
  record Service(
      URI address,
      LongFunction<String> tokens,
      @Nullable ServiceProcess process,
      @Nullable BenchDatabase database,
      CostMeter cost) {
    InetSocketAddress socketAddress() {
      return new InetSocketAddress(address.getHost(), address.getPort());
    }

    /** A connection over which a user asks. */
    RestConnection restConnection(long user) throws IOException {
      return new RestConnection(socketAddress(), tokens.apply(user));
    }

    /** Bytes of live objects of the service, after a collection; 0 if it is not ours. */
    long liveHeap() throws IOException, InterruptedException {
      return process == null ? 0 : process.memory().snapshot().heap().bytes();
    }

    /**
     * Waits until the service has nothing to do: the search index has what the database has. Tells
     * how long that took.
     */
    Duration awaitIdle() throws InterruptedException, TimeoutException {
      long began = System.nanoTime();
      if (process != null) {
        Duration before;
        do {
          if (System.nanoTime() - began > IDLE_LIMIT.toNanos()) {
            throw new TimeoutException("the service is busy after " + IDLE_LIMIT);
          }
          before = process.cpu();
          Thread.sleep(IDLE_LOOK.toMillis());
        } while (process.cpu().minus(before).multipliedBy(10).compareTo(IDLE_LOOK) > 0);
      }
      return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Adds what the messages occupy: the table, its indexes, and the search index. */
    void addStorage(Figures figures) throws SQLException, IOException {
      if (database != null) {
        database.storage().addTo(figures);
      }
    }

    /** Whether every kept count is exact; true if the database is not ours. */
    boolean countsAreRight() throws IOException, InterruptedException {
      return database == null || ServiceProcess.recount(database.url());
    }

    /** For scenarios that fill the database. */
    SeedData seedData() throws SQLException {
      return new SeedData(Objects.requireNonNull(database, "a database of ours").connect());
    }

    /** Prints the figures as a table and as a line of JSON; the exit code is 0 if all went well. */
    int print(CommandSpec spec, Figures figures, boolean clean) {
      spec.commandLine().getOut().print(figures.toTable());
      spec.commandLine().getOut().println(figures.toJson());
      return clean ? 0 : 1;
    }
  }

  /** What is done with the service; the result is the command's exit code. */
  interface Scenario {
    int run(Service service) throws Exception;
  }

  /**
   * Runs a scenario.
   *
   * @param users who must exist, from 1 on; a running service has them already
   */
  int run(int users, Scenario scenario) throws Exception {
    if (url != null) {
      return scenario.run(
          new Service(url, tokens(secret == null ? SECRET : secret), null, null, CostMeter.NONE));
    }
    try (BenchDatabase database = BenchDatabase.start();
        ServiceProcess process =
            ServiceProcess.start(
                jvmFlags,
                Map.of(
                    "DATABASE_URL",
                    database.url(),
                    "JWT_SECRET",
                    SECRET,
                    "CHAT_DATA_DIR",
                    database.serviceFiles().toString()))) {
      database.addUsers(users);
      return scenario.run(
          new Service(
              process.address(),
              tokens(SECRET),
              process,
              database,
              CostMeter.of(process, database)));
    }
  }

  /** As {@link #run}, for a scenario that has to fill the database first. */
  int runFilled(CommandSpec spec, int users, Scenario scenario) throws Exception {
    if (url != null) {
      throw new ParameterException(
          spec.commandLine(), "--url cannot be used: the scenario fills its own database");
    }
    return run(users, scenario);
  }

  /** The token of a user id. */
  static LongFunction<String> tokens(String jwtSecret) {
    var issuer =
        new JwtTokenIssuer(
            new HmacSecret(jwtSecret.getBytes(StandardCharsets.UTF_8)), Clock.systemUTC());
    return id -> issuer.issue(new UserId(id), TOKEN_LIFE);
  }
}
