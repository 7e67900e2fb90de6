package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.e2e.SnippetBench.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every fenced block of {@code README.md} and {@code docs} is run or checked against a service that
 * runs ({@link SnippetBench}), or says why not ({@link SnippetReader}).
 */
@Timeout(300)
class DocumentsTest {
  private static final Path ROOT = Path.of("..");

  private static final Map<Outcome, List<String>> outcomes = new EnumMap<>(Outcome.class);
  private static TestServer server;

  @TempDir private static Path temporary;

  @BeforeAll
  static void start() throws Exception {
    NodeScript unused = NodeScript.official();
    SnippetShell.TOOLS.forEach(NodeScript::requireTool);
    server = TestServer.start();
    assertThat(server.rest(1).send(2, "Hello!").status()).isEqualTo(201);
    assertThat(server.rest(2).send(1, "Hello to you!").status()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    outcomes.forEach((outcome, snippets) -> System.out.println(outcome + ": " + snippets.size()));
    outcomes.getOrDefault(Outcome.NOT_RUN, List.of()).forEach(System.out::println);
  }

  @TestFactory
  Stream<DynamicTest> givenDocument_whenItsSnippetsAreTried_thenTheyDoWhatItSays()
      throws IOException {
    return documents().map(name -> DynamicTest.dynamicTest(name, () -> tryOut(name, lines(name))));
  }

  @TestFactory
  Stream<DynamicTest> givenDocument_whenItsLinksAreFollowed_thenEachLeadsSomewhere()
      throws IOException {
    return documents()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        assertThat(DocumentLinks.brokenIn(ROOT.resolve(name)))
                            .as("links of %s that lead nowhere", name)
                            .isEmpty()));
  }

  private static Stream<String> documents() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
          Stream.of(ROOT.resolve("README.md"), ROOT.resolve("chat-client/README.md")),
          files.sorted())
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> ROOT.relativize(file).toString())
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sh, false, this fails with exit code 1",
    "sh, curl -s localhost:3010/nothing, this fails with exit code 22",
    "js, console.error('refused'), this fails with exit code 1",
    "js, await nothing(), this fails with exit code 1",
    "python, import nothing, this fails with exit code 1",
    "sql, SELECT nothing, PostgreSQL refuses this",
    "java, int one = two;, this does not compile",
    "json, {one: 1}, this is no JSON",
    "nginx, listen 80, this is no line of nginx",
    "cobol, ADD 1 TO TWO, put <!-- not run: why"
  })
  void givenWrongSnippet_whenTried_thenTheAuthorIsToldWhereAndWhatToDo(
      String language, String text, String problem) {
    assertThatThrownBy(() -> tryOut("wrong", List.of("", "```" + language, text, "```")))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("wrong:2: ")
        .hasMessageContaining(problem);
  }

  @Test
  void givenAnswerOfAnotherShape_whenTried_thenTheDifferenceIsNamed() {
    List<String> lines =
        List.of(
            "```sh",
            "curl -s localhost:3010/api/chat/unread-count -H \"Authorization: Bearer $TOKEN\"",
            "```",
            "```json",
            "{\"success\": true, \"unreadCount\": \"1\", \"unread\": 1}",
            "```");

    assertThatThrownBy(() -> tryOut("wrong", lines))
        .hasMessageContaining("/unreadCount is NUMBER")
        .hasMessageContaining("/unread is not there");
  }

  @Test
  void givenCodeThatIsNotInItsFile_whenTried_thenTheAuthorIsTold() {
    List<String> lines =
        List.of("<!-- from: chat-client/sample/sample.ts -->", "```ts", "chat.close(1);", "```");

    assertThatThrownBy(() -> tryOut("wrong", lines))
        .hasMessageStartingWith("wrong:2: this is not in chat-client/sample/sample.ts");
  }

  @Test
  void givenSavedFile_whenNothingRunsIt_thenTheAuthorIsTold() {
    List<String> lines = List.of("<!-- file: one.mjs -->", "```js", "nothing();", "```");

    assertThatThrownBy(() -> tryOut("wrong", lines))
        .hasMessageStartingWith("wrong:2: no commands of the document run one.mjs");
  }

  @Test
  void givenLinks_whenTheyLeadNowhere_thenTheyAreNamed() throws IOException {
    Path document = temporary.resolve("links.md");
    Files.writeString(
        document,
        """
        # One `two`: three
        [a](#one-two-three) [b](#four) [c](links.md#one-two-three) [d](nowhere.md) `[e](x)`
        [f](https://chat.example/)
        """);

    assertThat(DocumentLinks.brokenIn(document)).containsExactly("#four", "nowhere.md");
  }

  @Test
  void givenMarkWithoutBlock_whenRead_thenItIsRefused() {
    assertThatThrownBy(
            () -> SnippetReader.read("wrong", List.of("<!-- not run: no reason -->", "Text")))
        .hasMessageContaining("right before a fenced block");
  }

  private static void tryOut(String name, List<String> lines) throws IOException {
    List<Snippet> snippets = SnippetReader.read(name, lines);
    Path home = Files.createTempDirectory(temporary, "document");
    try (SnippetBench bench = new SnippetBench(home, snippets, server)) {
      for (Snippet snippet : snippets) {
        Outcome outcome = bench.tryOut(snippet);
        outcomes
            .computeIfAbsent(outcome, kind -> new ArrayList<>())
            .add(snippet.notRun().map(why -> snippet + ": " + why).orElse(snippet.place()));
      }
    }
  }

  private static List<String> lines(String name) {
    try {
      return Files.readAllLines(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
