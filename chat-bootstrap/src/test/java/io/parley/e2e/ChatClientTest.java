package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The TypeScript client as npm packs it. That samples compile with its types, and mistakes do not,
 * is seen to when it is built.
 */
@Timeout(180)
class ChatClientTest {
  private static final Path BUILT = Path.of("..", "chat-web", "target");

  @Test
  void givenThePackage_whenAnApplicationOnNodeUsesIt_thenAllOfItWorks() throws Exception {
    PageScript.requirePage();
    try (TestServer server = TestServer.start()) {
      NodeScript.run(
          "chat-client.mjs",
          server.address().toString(),
          BUILT.resolve("chat-client").toAbsolutePath().toString(),
          "1",
          server.token(1),
          "2",
          server.token(2),
          server.token(1, Duration.ofSeconds(50)),
          server.token(1, Duration.ofSeconds(-10)));
    }
  }

  @Test
  void givenThePackage_whenLookedInto_thenItHasWhatUsersNeedAndNoMore() throws Exception {
    PageScript.requirePage();

    assertThat(namesIn(BUILT.resolve("chat-client")))
        .containsExactlyInAnyOrder("LICENSE", "README.md", "dist", "package.json");
    assertThat(namesIn(BUILT)).anyMatch(name -> name.matches("chat-client-\\d.*\\.tgz"));
    assertThat(namesIn(BUILT.resolve("chat-client/dist"))).contains("index.js", "index.d.ts");
  }

  private static List<String> namesIn(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
