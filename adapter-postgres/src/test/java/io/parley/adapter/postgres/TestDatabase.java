package io.parley.adapter.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * An empty database of its own for a test, on one real PostgreSQL for the whole run: that of {@code
 * CHAT_TEST_DATABASE_URL} if it is set (its user must be allowed to create databases), else one in
 * a container where Docker answers, else an embedded one.
 */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger numbers = new AtomicInteger();

  private final Server server;
  private final String name;

  private TestDatabase(Server server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Creates an empty database. */
  public static TestDatabase create() {
    Server server = Running.SERVER;
    String name = "chat_test_" + ProcessHandle.current().pid() + "_" + numbers.incrementAndGet();
    server.run("CREATE DATABASE " + name + server.localeClause());
    return new TestDatabase(server, name);
  }

  /** {@code jdbc:postgresql://host:port/name}. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + name;
  }

  /** {@code postgres://user:password@host:port/name}. */
  public String url() {
    return "postgres://%s:%s@%s:%d/%s"
        .formatted(server.user(), server.password(), server.host(), server.port(), name);
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return server.password();
  }

  /** What the stores need to use this database. */
  public PostgresConfig config() {
    return PostgresConfig.of(jdbcUrl(), user(), password());
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), user(), password());
  }

  /** Runs statements on this database, each on its own. */
  public void run(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  /** Started when the first test needs it; ends with the JVM. */
  private static final class Running {
    static final Server SERVER = start();

    private static Server start() {
      return Optional.ofNullable(System.getenv("CHAT_TEST_DATABASE_URL"))
          .filter(url -> !url.isBlank())
          .map(Running::named)
          .orElseGet(() -> dockerAnswers() ? container() : embedded());
    }

    private static Server named(String url) {
      URI uri = URI.create(url.replaceFirst("^jdbc:", ""));
      List<String> user = List.of(uri.getUserInfo().split(":", 2));
      return new Server(
          uri.getHost(), uri.getPort() < 0 ? 5432 : uri.getPort(), user.get(0), user.get(1));
    }

    private static boolean dockerAnswers() {
      return DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource") // the container's own watchdog removes it
    private static Server container() {
      var container = new PostgreSQLContainer("postgres:18-alpine");
      container.start();
      return new Server(
          container.getHost(),
          container.getMappedPort(5432),
          container.getUsername(),
          container.getPassword());
    }

    @SuppressWarnings("resource") // its shutdown hook stops it
    private static Server embedded() {
      try {
        int port = EmbeddedPostgres.builder().start().getPort();
        return new Server("localhost", port, "postgres", "postgres");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Server(String host, int port, String user, String password) {
    void run(String sql) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The poorest there is: what the stores need beyond it they have to ask for. */
    String localeClause() {
      try (Connection connection = connect()) {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        String locale = version >= 15 ? "LOCALE_PROVIDER libc LOCALE 'C'" : "LOCALE 'C'";
        return " TEMPLATE template0 ENCODING 'UTF8' " + locale;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private Connection connect() throws SQLException {
      return DriverManager.getConnection(
          "jdbc:postgresql://" + host + ":" + port + "/postgres", user, password);
    }
  }
}
