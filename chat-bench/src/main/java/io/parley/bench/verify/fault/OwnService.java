package io.parley.bench.verify.fault;

import io.parley.bench.server.BenchDatabase;
import io.parley.bench.server.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The service with a PostgreSQL of its own, which it reaches through a proxy. It can be started
 * again on its port. Used by one thread.
 */
public final class OwnService implements AutoCloseable {
  private final BenchDatabase database;
  private final TcpProxy databaseProxy;
  private final List<String> jvmFlags;
  private final Map<String, String> settings;
  private final Path log = ServiceProcess.newLog();
  private ServiceProcess process;

  private OwnService(
      BenchDatabase database,
      TcpProxy databaseProxy,
      List<String> jvmFlags,
      Map<String, String> settings)
      throws IOException {
    this.database = database;
    this.databaseProxy = databaseProxy;
    this.jvmFlags = List.copyOf(jvmFlags);
    this.settings = Map.copyOf(settings);
    this.process = ServiceProcess.start(jvmFlags, settings, log);
  }

  /**
   * Starts both.
   *
   * @param users who exist, from 1 on
   */
  public static OwnService start(List<String> jvmFlags, String jwtSecret, int users)
      throws IOException, InterruptedException, SQLException {
    BenchDatabase database = BenchDatabase.startOnOwnDisk();
    TcpProxy proxy = new TcpProxy(database.address());
    try {
      Map<String, String> settings = new HashMap<>();
      settings.put(
          "DATABASE_URL",
          database.url().replaceFirst(":\\d+/", ":" + proxy.address().getPort() + "/"));
      settings.put("JWT_SECRET", jwtSecret);
      settings.put("CHAT_DATA_DIR", database.serviceFiles().toString());
      settings.put("PORT", String.valueOf(freePort()));
      OwnService service = new OwnService(database, proxy, jvmFlags, settings);
      database.addUsers(users);
      return service;
    } catch (IOException | SQLException | RuntimeException e) {
      proxy.close();
      database.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(process.address().getHost(), process.address().getPort());
  }

  BenchDatabase database() {
    return database;
  }

  TcpProxy databaseProxy() {
    return databaseProxy;
  }

  /**
   * Lets a synchronous standby take over from the database, which cannot be reached from then on.
   *
   * @param away how long nothing can be reached before that
   */
  void failOverDatabase(Duration away) throws IOException, InterruptedException, SQLException {
    database.failOver(
        () -> {
          databaseProxy.refuse(true);
          databaseProxy.cut(number -> true);
          Thread.sleep(away.toMillis());
        },
        () -> {
          databaseProxy.retarget(database.address());
          databaseProxy.refuse(false);
        });
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** SIGTERM; the exit code, -1 if it did not end in time. */
  int terminate() throws InterruptedException {
    return process.terminate();
  }

  /** Starts the service again, after one of the above. */
  void startAgain() throws IOException {
    process = ServiceProcess.start(jvmFlags, settings, log);
  }

  long pid() {
    return process.pid();
  }

  /** Whether every kept count in the database is what its messages say. */
  boolean countsAreRight() throws IOException, InterruptedException {
    return ServiceProcess.recount(database.url());
  }

  @Override
  public void close() throws IOException {
    process.close();
    databaseProxy.close();
    database.close();
  }
}
