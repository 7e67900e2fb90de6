package io.parley.e2e;

import static io.parley.adapter.postgres.nodechat.NodeChat.column;
import static io.parley.adapter.postgres.nodechat.NodeChat.messagesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.postgres.Recount;
import io.parley.adapter.postgres.TestDatabase;
import io.parley.adapter.postgres.nodechat.NodeChat;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.database.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history of another chat, from its database to what users see. */
@Timeout(300)
class ImportTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Enough to be in the middle of it. */
  private static final int MANY = 150_000;

  private final NodeChat node = new NodeChat();
  private final TestDatabase chat = TestDatabase.create();

  @TempDir private Path temporary;

  @AfterEach
  void close() {
    node.close();
    chat.close();
  }

  private ImportProcess start() throws Exception {
    return ImportProcess.start(temporary, node.database(), chat);
  }

  private void importAll() throws Exception {
    try (ImportProcess whole = start()) {
      assertThat(whole.awaitExit()).as(whole.output()).isZero();
      assertThat(whole.output()).contains("All of the source is here").doesNotContain("DIFFERENT");
    }
  }

  private void assertAllIsThereOnce() {
    assertThat(messagesOf(chat)).isEqualTo(node.messages());
    External database =
        new External(chat.jdbcUrl(), chat.user(), Optional.of(new Secret(chat.password())));
    assertThat(new Recount(Schema.unlimited(database)).check()).isEmpty();
  }

  /** Waits until so many of a phase's messages are committed. */
  private void await(ImportProcess process, String phase) {
    long giveUpAt = System.nanoTime() + LIMIT.toNanos();
    while (!isIn(phase)) {
      if (System.nanoTime() - giveUpAt > 0 || !process.isAlive()) {
        throw new AssertionError("never in the middle of " + phase + ": " + process.output());
      }
    }
  }

  private boolean isIn(String phase) {
    boolean begun =
        column(chat, "SELECT to_regclass('chat.import_progress') IS NOT NULL").contains("t");
    return begun
        && column(
                chat,
                "SELECT 1 FROM chat.import_progress WHERE up_to > 0 AND phase = '" + phase + "'")
            .contains("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"READING", "STORING"})
  void givenImportThatIsKilled_whenRunAgain_thenAllIsThereOnce(String phase) throws Exception {
    node.fill(MANY);
    try (ImportProcess killed = start()) {
      await(killed, phase);
      killed.kill();
      assertThat(killed.output()).doesNotContain("All of the source");
    }
    assertThat(column(chat, "SELECT 1 FROM chat.conversations")).isEmpty();
    assertThatThrownBy(() -> TestServer.start(chat, Map.of()).close())
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("has not come to its end: run ./chat import again");

    importAll();

    assertAllIsThereOnce();
  }

  @Test
  void givenImportThatIsAskedToEnd_whenRunAgain_thenItGoesOn() throws Exception {
    node.fill(MANY);
    try (ImportProcess stopped = start()) {
      await(stopped, "READING");
      stopped.terminate();
      assertThat(stopped.awaitExit()).as(stopped.output()).isEqualTo(130);
      assertThat(stopped.output()).contains("Run the same command again to go on");
    }

    importAll();

    assertAllIsThereOnce();
  }

  @Test
  void givenServiceThatHasAnIndex_whenHistoryIsImported_thenUsersFindAllOfIt() throws Exception {
    node.fill(3_000);
    Map<String, String> settings = Map.of("CHAT_DATA_DIR", temporary.resolve("data").toString());
    TestServer.start(chat, settings).close();

    importAll();

    try (TestServer server = TestServer.start(chat, settings)) {
      for (int user : new int[] {1, 2, 5, 6, 7, 8, 9}) { // who have a history
        assertSeesHistory(server.rest(user), user);
      }
      JsonNode sent = server.rest(1).send(5, "and on").json().path("data");
      assertThat(sent.path("id").asInt()).isEqualTo(3_001);
      assertThat(sent.path("conversation_id").asText())
          .isEqualTo(
              one(
                  "SELECT conversation_id FROM \"Messages\" WHERE sender_id IN (1, 5)"
                      + " AND receiver_id IN (1, 5) LIMIT 1"));
    }
  }

  private void assertSeesHistory(RestClient user, int id) {
    String mine = " FROM \"Messages\" WHERE \"deletedAt\" IS NULL AND " + id;
    assertThat(user.get("/api/chat/unread-count").json().path("unreadCount").asText())
        .isEqualTo(one("SELECT count(*)" + mine + " = receiver_id AND NOT is_read"));
    assertThat(found(user, "Message").asText())
        .isEqualTo(one("SELECT count(*)" + mine + " IN (sender_id, receiver_id)"));
    JsonNode inbox = user.get("/api/chat/conversations").json().path("data").path("conversations");
    String newest =
        one(
            "SELECT conversation_id FROM \"Messages\" WHERE "
                + id
                + " IN (sender_id, receiver_id) ORDER BY \"createdAt\" DESC, conversation_id DESC LIMIT 1");
    assertThat(inbox.path(0).path("id").asText()).isEqualTo(newest);
    JsonNode messages =
        user.get("/api/chat/conversations/" + newest + "/messages?limit=100")
            .json()
            .path("data")
            .path("messages");
    assertThat(messages.findValuesAsText("content"))
        .isEqualTo(
            column(
                node.database(),
                "SELECT content FROM \"Messages\" WHERE \"deletedAt\" IS NULL AND conversation_id = "
                    + newest
                    + " ORDER BY \"createdAt\", id LIMIT 100"));
  }

  private static JsonNode found(RestClient user, String text) {
    return user.get("/api/chat/search?q=" + text).json().path("data").path("total");
  }

  private String one(String query) {
    return column(node.database(), query).get(0);
  }
}
