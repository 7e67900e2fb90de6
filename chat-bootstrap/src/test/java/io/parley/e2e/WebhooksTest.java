package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.adapter.postgres.TestDatabase;
import io.parley.adapter.webhooks.Webhooks;
import io.parley.domain.port.MessageLog.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes and the receiver that the guide shows. */
@Timeout(180)
class WebhooksTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Duration DEADLINE = Duration.ofSeconds(40);

  @TempDir private Path files;
  private TestDatabase database;
  private Process receiver;

  @BeforeEach
  void start() throws IOException {
    NodeScript.requireTool("node");
    database = TestDatabase.create();
    ProcessBuilder node =
        new ProcessBuilder("node", "src/test/node/webhook-receiver.mjs", portFile().toString(), "4")
            .redirectErrorStream(true)
            .redirectOutput(output().toFile());
    node.environment().put("CHAT_WEBHOOK_SECRET", SECRET);
    receiver = node.start();
  }

  @AfterEach
  void stop() {
    if (receiver != null) {
      receiver.destroyForcibly();
    }
    if (database != null) {
      database.close();
    }
  }

  private Path portFile() {
    return files.resolve("port");
  }

  private Path output() {
    return files.resolve("output");
  }

  /** What the receiver has printed, once it is so many lines. */
  private List<String> told(int count) throws IOException {
    return lines(output(), count);
  }

  private static List<String> lines(Path file, int count) throws IOException {
    long giveUpAt = System.nanoTime() + DEADLINE.toNanos();
    List<String> lines = List.of();
    while (lines.size() < count) {
      assertThat(System.nanoTime()).as("%s in time: %s", file, lines).isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      lines = Files.exists(file) ? Files.readAllLines(file) : lines;
    }
    return lines;
  }

  /** So that it does not depend on when a node has started what is told. */
  private void givenTheyBeginAtTheBeginning() {
    try (PostgresStores stores = PostgresStores.open(database.config())) {
      SchemaMigration.migrate(stores.dataSource());
      stores.offsets().reset(Webhooks.CONSUMER, Position.START);
    }
  }

  @Test
  void givenTwoNodesOfWhichOneEnds_whenPeopleChat_thenTheReceiverIsToldInOrder() throws Exception {
    givenTheyBeginAtTheBeginning();
    Map<String, String> settings =
        Map.of(
            "CHAT_CLUSTER",
            "postgres",
            "CHAT_WEBHOOK_URL",
            "http://localhost:" + lines(portFile(), 1).get(0) + "/",
            "CHAT_WEBHOOK_SECRET",
            SECRET);
    try (TestServer two = oneOfTwoEnds(settings)) {
      assertThat(two.rest(2).send(1, "second").status()).isEqualTo(201);
      long third = two.rest(1).send(2, "third").json().path("data").path("id").asLong();
      told(3);
      assertThat(two.rest(1).delete("/api/chat/messages/" + third).status()).isEqualTo(200);

      assertThat(told(4))
          .containsExactly(
              "message.sent 1 1 User 1 first",
              "message.sent 1 2 User 2 second",
              "message.sent 1 3 User 1 third",
              "message.deleted 1 3 User 1 third");
      assertThat(receiver.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(receiver.exitValue()).isZero();
    }
  }

  /** The one that is left has not been the one that tells. */
  private TestServer oneOfTwoEnds(Map<String, String> settings) throws Exception {
    try (TestServer one = TestServer.node(database, settings)) {
      TestServer.addUsers(database);
      assertThat(one.rest(1).send(2, "first").status()).isEqualTo(201);
      told(1);
      return TestServer.node(database, settings);
    }
  }
}
