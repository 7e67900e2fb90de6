package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The web page in a real browser, on the whole service. */
@Timeout(300)
class WebPageBrowserTest {
  private static final String MESSAGES = "10000";

  /** As if users 5 and 6 had written and read so many messages. */
  private static final String LONG_CONVERSATION =
      """
      WITH c AS (
        INSERT INTO chat.conversations (participant_1_id, participant_2_id, last_seq, message_count,
                                        last_message, last_message_at)
        VALUES (5, 6, %1$s, %1$s, 'message %1$s', now())
        RETURNING id
      ), p AS (
        INSERT INTO chat.participants (user_id, conversation_id, read_seq, last_message_at)
        SELECT u, id, %1$s, now() FROM c, unnest(ARRAY[5, 6]) u
      )
      INSERT INTO chat.messages (conversation_id, seq, sender_id, receiver_id, content,
                                 created_at, updated_at)
      SELECT id, n, 5 + n %% 2, 6 - n %% 2, 'message ' || n, sent, sent
      FROM c, generate_series(1, %1$s) n,
           LATERAL (SELECT now() - (%1$s - n) * interval '1 minute') AS t (sent)
      """
          .formatted(MESSAGES);

  private static final Path PICTURES = Path.of("target", "screenshots");

  private static TestServer server;

  @BeforeAll
  static void start() throws InterruptedException {
    PageScript.require();
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void givenTwoBrowsers_whenTwoChat_thenEachSeesWhatTheOtherDoes() throws Exception {
    run("page-two-people.mjs", 1, 2);
  }

  @Test
  void givenANetworkThatGoesAway_whenItIsBack_thenNothingIsMissingAndNothingTwice()
      throws Exception {
    run("page-offline.mjs", 3, 4);
  }

  @Test
  void givenALongConversation_whenScrolled_thenEveryMessageComesIntoView() throws Exception {
    server.database().run(LONG_CONVERSATION);

    PageScript.run("page-history.mjs", server.address().toString(), server.token(5), MESSAGES);
  }

  @Test
  void givenAnyView_whenAxeLooksAtIt_thenItFindsNothing() throws Exception {
    Files.createDirectories(PICTURES);

    try (TestDatabase database = TestDatabase.create();
        TestServer demo = TestServer.start(database, Map.of("CHAT_DEMO", "true"))) {
      PageScript.run(
          "page-looks.mjs", demo.address().toString(), PICTURES.toAbsolutePath().toString());
    }

    assertThat(PICTURES.resolve("phone-conversation-dark.png")).isNotEmptyFile();
  }

  private static void run(String script, long one, long two) throws Exception {
    PageScript.run(
        script,
        server.address().toString(),
        Long.toString(one),
        server.token(one),
        Long.toString(two),
        server.token(two));
  }
}
