package io.parley.e2e;

import io.parley.adapter.postgres.TestDatabase;
import io.parley.bootstrap.ChatServer;
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
import java.util.Map;
import java.util.stream.Stream;

/** A service on a free port and an empty database of its own, with users 1 to 9. */
final class TestServer implements AutoCloseable {
  private static final String SECRET = "a secret that only end-to-end tests know";

  private final TestDatabase database;
  private final Path files;
  private final ChatServer server;

  private TestServer(TestDatabase database, Path files, ChatServer server) {
    this.database = database;
    this.files = files;
    this.server = server;
  }

  static TestServer start() throws InterruptedException {
    TestDatabase database = TestDatabase.create();
    Path files = newDirectory();
    ChatConfig config =
        ChatConfig.from(
            Map.of(
                "PORT",
                "0",
                "JWT_SECRET",
                SECRET,
                "DATABASE_URL",
                database.url(),
                "CHAT_DATA_DIR",
                files.toString()));
    ChatServer server = ChatServer.start(config, Clock.systemUTC());
    database.run(
        "INSERT INTO users (id, name, username, profile_name)"
            + " SELECT n, 'User ' || n, 'user' || n, 'Profile ' || n FROM generate_series(1, 9) n");
    return new TestServer(database, files, server);
  }

  URI address() {
    return server.address();
  }

  /** A token that is valid for an hour. */
  String token(long user) {
    return server.tokens().issue(new UserId(user), Duration.ofHours(1));
  }

  TestDatabase database() {
    return database;
  }

  /** Stops the service; the database stays. */
  void stop() {
    server.close();
  }

  RestClient rest(long user) {
    return new RestClient(address(), token(user));
  }

  @Override
  public void close() {
    server.close();
    database.close();
    deleteFiles();
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("chat-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteFiles() {
    try (Stream<Path> all = Files.walk(files)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
