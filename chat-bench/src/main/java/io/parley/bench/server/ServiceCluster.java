package io.parley.bench.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One service or several on a PostgreSQL of their own, with a Redis of their own if they need it.
 */
public final class ServiceCluster implements AutoCloseable {
  private final BenchDatabase database;
  private final List<ServiceProcess> nodes = new ArrayList<>();
  private Optional<RedisServer> redis = Optional.empty();

  private ServiceCluster(BenchDatabase database) {
    this.database = database;
  }

  /**
   * Starts all of it; returns when each service is ready.
   *
   * @param users who exist, from 1 on
   */
  public static ServiceCluster start(
      List<String> jvmFlags, String jwtSecret, int users, Layout layout)
      throws IOException, InterruptedException, SQLException {
    var cluster = new ServiceCluster(BenchDatabase.start());
    try {
      Map<String, String> settings = new HashMap<>(cluster.bus(layout.bus()));
      settings.put("DATABASE_URL", cluster.database.url());
      settings.put("JWT_SECRET", jwtSecret);
      for (int i = 0; i < layout.nodes(); i++) {
        settings.put(
            "CHAT_DATA_DIR", cluster.database.serviceFiles().resolve("node-" + i).toString());
        cluster.nodes.add(ServiceProcess.start(jvmFlags, settings));
      }
      cluster.database.addUsers(users);
      return cluster;
    } catch (IOException | SQLException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private Map<String, String> bus(Layout.Bus bus) throws IOException {
    return switch (bus) {
      case NONE -> Map.of();
      case POSTGRES -> Map.of("CHAT_CLUSTER", "postgres");
      case REDIS -> {
        RedisServer server = RedisServer.start();
        redis = Optional.of(server);
        yield Map.of("REDIS_URL", "redis://127.0.0.1:" + server.address().getPort());
      }
    };
  }

  public int nodes() {
    return nodes.size();
  }

  /** Where one of the services listens; counted from 0, and again from 0 after the last. */
  public InetSocketAddress address(long number) {
    URI address = nodes.get((int) (number % nodes.size())).address();
    return new InetSocketAddress(address.getHost(), address.getPort());
  }

  public BenchDatabase database() {
    return database;
  }

  /** CPU time that all services have used since their start. */
  public Duration cpu() {
    return nodes.stream().map(ServiceProcess::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  /** CPU time that Redis has used since its start. */
  public Duration busCpu() {
    return redis
        .flatMap(server -> server.process().info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(ServiceProcess::close);
    redis.ifPresent(RedisServer::close);
    database.close();
  }
}
