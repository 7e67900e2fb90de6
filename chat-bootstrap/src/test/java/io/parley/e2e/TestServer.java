package io.parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.adapter.postgres.TestDatabase;
import io.parley.bootstrap.ChatServer;
import io.parley.bootstrap.Offer;
import io.parley.bootstrap.config.ChatConfig;
import io.parley.domain.user.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A service on a free port and an empty database of its own, with users 1 to 9. With {@code
 * -Dchat.test.spread=redis}, or {@code postgres}, it is three nodes behind a load balancer, for
 * tests of what clients see.
 */
final class TestServer implements TestService {
  /** What a service of the host shows. */
  static final String ADMIN_TOKEN = "a credential that only end-to-end tests know";

  /** What it signs tokens with. */
  static final String SECRET = "a secret that only end-to-end tests know";

  static final String SPREAD_PROPERTY = "chat.test.spread";

  private static final String SPREAD = System.getProperty(SPREAD_PROPERTY, "");

  private final TestDatabase database;
  private final boolean owned;
  private final ChatServer server;
  private final URI address;
  private final Runnable stop;

  private TestServer(
      TestDatabase database, boolean owned, ChatServer server, URI address, Runnable stop) {
    this.database = database;
    this.owned = owned;
    this.server = server;
    this.address = address;
    this.stop = stop;
  }

  /** Whether it is several nodes. */
  static boolean isSpread() {
    return !SPREAD.isEmpty();
  }

  static TestServer start() throws InterruptedException {
    TestDatabase database = TestDatabase.create();
    TestServer server = start(database, true, Map.of());
    addUsers(database);
    return server;
  }

  /**
   * One more service on a database, which it does not close. Who says how it reaches other nodes
   * starts a {@link #node}.
   *
   * @param settings with an empty JWT_SECRET, or CHAT_ADMIN_TOKEN, for a service that has none
   */
  static TestServer start(TestDatabase database, Map<String, String> settings)
      throws InterruptedException {
    return start(database, false, settings);
  }

  private static TestServer start(
      TestDatabase database, boolean owned, Map<String, String> settings)
      throws InterruptedException {
    if (SPREAD.isEmpty()) {
      return node(database, owned, settings);
    }
    LoadBalancer.require();
    TestCluster cluster = TestCluster.over(database, SPREAD, settings);
    TestService balanced = cluster.balanced();
    return new TestServer(
        database, owned, cluster.node(0).server, balanced.address(), balanced::close);
  }

  /** One node of a cluster on a database, which it does not close. */
  static TestServer node(TestDatabase database, Map<String, String> settings)
      throws InterruptedException {
    return node(database, false, settings);
  }

  private static TestServer node(TestDatabase database, boolean owned, Map<String, String> settings)
      throws InterruptedException {
    Path files = newDirectory();
    Map<String, String> all = new HashMap<>(settings);
    all.put("PORT", "0");
    all.putIfAbsent("JWT_SECRET", SECRET);
    all.putIfAbsent("CHAT_ADMIN_TOKEN", ADMIN_TOKEN);
    all.putIfAbsent("DATABASE_URL", database.url());
    all.putIfAbsent("CHAT_DATA_DIR", files.toString());
    ChatServer server = ChatServer.start(ChatConfig.from(all), Clock.systemUTC());
    return new TestServer(
        database,
        owned,
        server,
        server.address(),
        () -> {
          server.close();
          delete(files);
        });
  }

  /** Users 1 to 9. */
  static void addUsers(TestDatabase database) {
    database.run(
        "INSERT INTO users (id, name, username, profile_name)"
            + " SELECT n, 'User ' || n, 'user' || n, 'Profile ' || n FROM generate_series(1, 9) n");
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public String token(long user) {
    return token(user, Duration.ofHours(1));
  }

  /** A token of that user that ends after so long. */
  String token(long user, Duration life) {
    return server.tokens().orElseThrow().issue(new UserId(user), life);
  }

  /** A token of that user whose end has passed, leeway included. */
  String expiredToken(long user) {
    return token(user, Duration.ofMinutes(-5));
  }

  /** A token of that user that somebody else signed. */
  static String forgedToken(long user) {
    var secret = new HmacSecret("a secret that somebody made up himself".getBytes(UTF_8));
    return new JwtTokenIssuer(secret, Clock.systemUTC())
        .issue(new UserId(user), Duration.ofHours(1));
  }

  Offer offer() {
    return server.offer();
  }

  @Override
  public TestDatabase database() {
    return database;
  }

  @Override
  public String toString() {
    return "one node";
  }

  /** Stops the service; the database stays. */
  void stop() {
    server.close();
  }

  @Override
  public void close() {
    stop.run();
    if (owned) {
      database.close();
    }
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("chat-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path files) {
    try (Stream<Path> all = Files.walk(files)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
