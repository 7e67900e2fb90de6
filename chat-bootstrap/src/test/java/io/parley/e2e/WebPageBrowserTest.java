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
  /** As if users 5 and 6 had written and read so many. */
  private static final int MESSAGES = 10_000;

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
    LongConversation.between(5, 6, MESSAGES).store(server.database());

    PageScript.run(
        "page-history.mjs",
        server.address().toString(),
        server.token(5),
        Integer.toString(MESSAGES));
  }

  @Test
  void givenAnyView_whenAxeLooksAtIt_thenItFindsNothing() throws Exception {
    Files.createDirectories(PICTURES);

    try (TestDatabase database = TestDatabase.create();
        TestServer demo = TestServer.node(database, Map.of("CHAT_DEMO", "true"))) {
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
