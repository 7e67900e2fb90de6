package io.parley.bench.verify.fault;

import io.parley.bench.server.BenchDatabase;
import io.parley.bench.server.RedisServer;
import io.parley.bench.server.SmallDisk;
import io.parley.bench.verify.fault.TcpProxy.Direction;
import io.parley.bench.verify.judge.Violation;
import io.parley.bench.verify.judge.ViolationKind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Lets faults happen, one at a time. */
final class FaultInjector {
  private static final long STEP_MILLIS = 200;
  private static final long STOP_SECONDS = 60;
  private static final int MAX_CUT_BYTES = 300;
  private static final int MIN_DELAY_MILLIS = 200;
  private static final int MAX_DELAY_MILLIS = 2_000;
  private static final int MAX_MINUTES_BACK = 60;

  private final TestedServer server;
  private final Consumer<Violation> violations;

  /**
   * @param violations takes what the server does wrong while a fault happens
   */
  FaultInjector(TestedServer server, Consumer<Violation> violations) {
    this.server = server;
    this.violations = violations;
  }

  /** Returns when the fault is over. */
  void inject(Fault fault) throws IOException, InterruptedException, SQLException {
    Random random = new Random(fault.salt());
    Duration length = fault.length();
    switch (fault.kind()) {
      case CLIENTS_CUT -> server.clients().cut(some(random));
      case CLIENTS_CUT_MID_FRAME ->
          server.clients().cutAfter(some(random), 1 + random.nextInt(MAX_CUT_BYTES));
      case CLIENTS_STALLED -> stallClients(random, length);
      case CLIENTS_REFUSED -> refuseClients(length);
      case SERVICE_KILLED -> killService(server.node(random), length);
      case SERVICE_RESTARTED -> restartService(server.node(random));
      case SERVICE_PAUSED -> pause(processOf(server.pid(random)), length);
      case SERVICE_WITHOUT_HANDLES -> takeHandles(random, length);
      case DATABASE_KILLED -> killDatabase();
      case DATABASE_BACKEND_KILLED -> killBackend();
      case DATABASE_RESTARTED -> restartDatabase();
      case DATABASE_PAUSED -> pauseDatabase(length);
      case DATABASE_CUT -> cutAgainAndAgain(databaseProxy(), random, length, false);
      case DATABASE_CUT_MID_FRAME -> cutAgainAndAgain(databaseProxy(), random, length, true);
      case DATABASE_STALLED -> stall(databaseProxy(), random, length);
      case DATABASE_SLOW -> slowDatabase(random, length);
      case DATABASE_FULL -> fillDatabase(length);
      case DATABASE_CLOCK_SET_BACK -> setClockBack(random, length);
      case DATABASE_FAILED_OVER -> server.service().failOverDatabase(length);
      case DATABASE_DISK_FULL -> fillDisk(length);
      case BUS_KILLED -> killBus(length);
      case BUS_PAUSED -> pause(List.of(bus().process()), length);
      case BUS_CUT -> cutAgainAndAgain(server.service().redisProxy(), random, length, false);
      case BUS_STALLED -> stall(server.service().redisProxy(), random, length);
    }
  }

  /** A third of all connections to all of them, decided anew for each. */
  private static Predicate<Long> some(Random random) {
    double share = 0.3 + 0.7 * random.nextDouble();
    long salt = random.nextLong();
    return number -> new Random(salt ^ (number * 0x9E3779B97F4A7C15L)).nextDouble() < share;
  }

  private static Direction direction(Random random) {
    List<Direction> all = List.of(Direction.values());
    return all.get(random.nextInt(all.size()));
  }

  private void stallClients(Random random, Duration length) throws InterruptedException {
    server.clients().stall(some(random), direction(random));
    Thread.sleep(length.toMillis());
    server.clients().heal();
  }

  private void refuseClients(Duration length) throws InterruptedException {
    server.clients().refuse(true);
    server.clients().cut(number -> true);
    Thread.sleep(length.toMillis());
    server.clients().heal();
  }

  private TcpProxy databaseProxy() {
    return server.service().databaseProxy();
  }

  private static void killService(ServiceNode node, Duration length)
      throws IOException, InterruptedException {
    node.kill();
    Thread.sleep(length.toMillis());
    node.startAgain();
  }

  private void restartService(ServiceNode node) throws IOException, InterruptedException {
    long began = System.nanoTime();
    int exitCode = node.terminate();
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    if (exitCode != 0 || seconds >= 10) {
      violations.accept(
          new Violation(
              ViolationKind.STOP_NOT_ORDERLY,
              "after SIGTERM the service took "
                  + seconds
                  + " s and ended with exit code "
                  + exitCode));
    }
    node.startAgain();
  }

  private static List<ProcessHandle> processOf(long pid) {
    return ProcessHandle.of(pid).stream().toList();
  }

  private RedisServer bus() {
    return server.service().redis().orElseThrow();
  }

  private void killBus(Duration length) throws IOException, InterruptedException {
    bus().kill();
    Thread.sleep(length.toMillis());
    bus().startAgain();
  }

  private void takeHandles(Random random, Duration length)
      throws IOException, InterruptedException {
    OpenFiles files = OpenFiles.of(server.pid(random));
    files.forbidMore();
    try {
      server.clients().cut(some(random));
      Thread.sleep(length.toMillis());
    } finally {
      files.allowAgain();
    }
  }

  /** The one that starts the others is stopped first, so that none is missed. */
  private void pauseDatabase(Duration length) throws IOException, InterruptedException {
    ProcessHandle postmaster = server.service().database().process();
    try {
      Signals.pause(List.of(postmaster));
      pause(postmaster.descendants().toList(), length);
    } finally {
      Signals.resume(List.of(postmaster));
    }
  }

  private static void pause(List<ProcessHandle> processes, Duration length)
      throws IOException, InterruptedException {
    try {
      Signals.pause(processes);
      Thread.sleep(length.toMillis());
    } finally {
      Signals.resume(processes);
    }
  }

  private void killDatabase() throws IOException, InterruptedException {
    ProcessHandle postmaster = server.service().database().process();
    boolean unused = postmaster.destroyForcibly();
    awaitEndOf(postmaster);
  }

  private void restartDatabase() throws IOException, InterruptedException {
    ProcessHandle postmaster = server.service().database().process();
    Signals.interrupt(postmaster);
    awaitEndOf(postmaster);
  }

  /** Whoever has started the server starts it again when it has ended. */
  private static void awaitEndOf(ProcessHandle process) throws IOException, InterruptedException {
    try {
      ProcessHandle unused = process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("process " + process.pid() + " does not end", e);
    }
  }

  private void killBackend() throws SQLException {
    long pid = 0;
    try (Connection connection = server.service().database().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity"
                    + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                    + " ORDER BY state = 'active' DESC, pid LIMIT 1")) {
      if (row.next()) {
        pid = row.getLong(1);
      }
    }
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static void cutAgainAndAgain(
      TcpProxy proxy, Random random, Duration length, boolean midFrame)
      throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      if (midFrame) {
        proxy.cutAfter(some(random), 1 + random.nextInt(MAX_CUT_BYTES));
      } else {
        proxy.cut(some(random));
      }
      Thread.sleep(STEP_MILLIS);
    }
  }

  private static void stall(TcpProxy proxy, Random random, Duration length)
      throws InterruptedException {
    proxy.stallAll(direction(random));
    Thread.sleep(length.toMillis());
    proxy.heal();
  }

  private void slowDatabase(Random random, Duration length) throws InterruptedException {
    int millis = MIN_DELAY_MILLIS + random.nextInt(MAX_DELAY_MILLIS - MIN_DELAY_MILLIS);
    databaseProxy().delay(Duration.ofMillis(millis));
    Thread.sleep(length.toMillis());
    databaseProxy().heal();
  }

  private void fillDatabase(Duration length) throws InterruptedException, SQLException {
    BenchDatabase database = server.service().database();
    List<Connection> taken = new ArrayList<>();
    long end = System.nanoTime() + length.toNanos();
    try {
      databaseProxy().cut(number -> true);
      while (System.nanoTime() < end) {
        takeAll(database, taken);
        databaseProxy().cut(number -> true); // what it still has, we take next
        takeAll(database, taken);
        Thread.sleep(STEP_MILLIS);
      }
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  /** A session sees the clock that was there when it began. */
  private void setClockBack(Random random, Duration length)
      throws InterruptedException, SQLException {
    BenchDatabase database = server.service().database();
    database.setClockBack(Duration.ofMinutes(1 + random.nextInt(MAX_MINUTES_BACK)));
    try {
      databaseProxy().cut(number -> true);
      Thread.sleep(length.toMillis());
    } finally {
      database.setClockRight();
      databaseProxy().cut(number -> true);
    }
  }

  private void fillDisk(Duration length) throws IOException, InterruptedException {
    SmallDisk disk = server.service().database().disk().orElseThrow();
    try {
      disk.fill();
      Thread.sleep(length.toMillis());
    } finally {
      disk.empty();
    }
  }

  private static void takeAll(BenchDatabase database, List<Connection> taken) {
    try {
      while (true) {
        taken.add(database.connect());
      }
    } catch (SQLException full) {
      // that is what was wanted
    }
  }
}
