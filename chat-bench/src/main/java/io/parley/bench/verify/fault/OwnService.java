package io.parley.bench.verify.fault;

import io.parley.bench.server.BenchDatabase;
import io.parley.bench.server.Layout;
import io.parley.bench.server.RedisServer;
import io.parley.bench.server.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One service or several, with a PostgreSQL, and maybe a Redis, of their own, which they reach
 * through proxies. Used by one thread.
 */
public final class OwnService implements AutoCloseable {
  private final BenchDatabase database = BenchDatabase.startOnOwnDisk();
  private final TcpProxy databaseProxy = new TcpProxy(database.address());
  private final List<ServiceNode> nodes = new ArrayList<>();
  private Optional<RedisServer> redis = Optional.empty();
  private Optional<TcpProxy> redisProxy = Optional.empty();

  private OwnService() throws IOException, InterruptedException, SQLException {}

  /**
   * Starts all of it.
   *
   * @param users who exist, from 1 on
   */
  public static OwnService start(List<String> jvmFlags, String jwtSecret, int users, Layout layout)
      throws IOException, InterruptedException, SQLException {
    OwnService service = new OwnService();
    try {
      Map<String, String> settings = service.settings(layout.bus());
      settings.put("JWT_SECRET", jwtSecret);
      for (int i = 0; i < layout.nodes(); i++) {
        settings.put(
            "CHAT_DATA_DIR", service.database.serviceFiles().resolve("node-" + i).toString());
        settings.put("PORT", String.valueOf(freePort()));
        service.nodes.add(new ServiceNode(jvmFlags, settings));
      }
      service.database.addUsers(users);
      return service;
    } catch (IOException | SQLException | RuntimeException e) {
      service.close();
      throw e;
    }
  }

  private Map<String, String> settings(Layout.Bus bus) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "DATABASE_URL",
        database.url().replaceFirst(":\\d+/", ":" + databaseProxy.address().getPort() + "/"));
    switch (bus) {
      case NONE -> {}
      case POSTGRES -> settings.put("CHAT_CLUSTER", "postgres");
      case REDIS -> {
        RedisServer server = RedisServer.start();
        redis = Optional.of(server);
        TcpProxy proxy = new TcpProxy(server.address());
        redisProxy = Optional.of(proxy);
        settings.put("REDIS_URL", "redis://127.0.0.1:" + proxy.address().getPort());
      }
    }
    return settings;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  List<InetSocketAddress> addresses() {
    return nodes.stream().map(ServiceNode::address).toList();
  }

  List<ServiceNode> nodes() {
    return nodes;
  }

  BenchDatabase database() {
    return database;
  }

  TcpProxy databaseProxy() {
    return databaseProxy;
  }

  Optional<RedisServer> redis() {
    return redis;
  }

  TcpProxy redisProxy() {
    return redisProxy.orElseThrow();
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

  /** Whether every kept count in the database is what its messages say. */
  boolean countsAreRight() throws IOException, InterruptedException {
    return ServiceProcess.recount(database.url());
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(ServiceNode::close);
    redisProxy.ifPresent(TcpProxy::close);
    redis.ifPresent(RedisServer::close);
    databaseProxy.close();
    database.close();
  }
}
