package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.adapter.postgres.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.NodeList;

/**
 * The programs of {@code examples/embedded-plain-java} and {@code examples/embedded-on-postgres}
 * are short, need no more than they say, do what they say, and are what the documents show.
 */
class PlainExamplesTest {
  private static final Path ROOT = Path.of("..");
  private static final String HELLO = "examples/embedded-plain-java";
  private static final String HELLO_ON_POSTGRES = "examples/embedded-on-postgres";
  private static final String SOURCES = "/src/main/java/example/";
  private static final List<String> DOCUMENTS = List.of("README.md", "docs/embedding.md");
  private static final long DEADLINE_SECONDS = 240;

  @ParameterizedTest
  @CsvSource({HELLO + ", Hello.java, 30", HELLO_ON_POSTGRES + ", HelloOnPostgres.java, 40"})
  void givenExample_whenItsLinesAreCounted_thenThereAreFewAndTheDocumentsShowThem(
      String project, String file, int bound) throws IOException {
    String source = Files.readString(ROOT.resolve(project + SOURCES + file));

    assertThat(source.lines().count()).isLessThan(bound);
    for (String document : DOCUMENTS) {
      assertThat(Files.readString(ROOT.resolve(document)))
          .contains(
              "<!-- from: " + project + SOURCES + file + " -->\n```java\n" + source + "```\n");
    }
  }

  @Test
  void givenTheProjects_whenTheirDependenciesAreRead_thenThereAreNoOthers() throws Exception {
    assertThat(dependencies(HELLO)).containsExactly("chat-application", "adapter-memory");
    assertThat(dependencies(HELLO_ON_POSTGRES))
        .containsExactly("chat-application", "adapter-postgres");
  }

  @Test
  void givenTheCoreAndTheStoresInMemory_whenTheExampleIsRun_thenPeopleTalk() throws Exception {
    List<String> modules = new ArrayList<>(dependencies(HELLO));
    modules.add("chat-domain"); // which chat-application brings

    assertThat(run(classPath(modules), HELLO + SOURCES + "Hello.java"))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("MessageSent[").contains("Hello"),
            line -> assertThat(line).startsWith("ConversationUpdated["),
            line -> assertThat(line).isEqualTo("Ada: Hello"),
            line -> assertThat(line).startsWith("MessagesRead["),
            line -> assertThat(line).startsWith("ConversationUpdated["));
  }

  @Test
  void givenADatabase_whenTheExampleIsRun_thenPeopleTalk() throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      try (PostgresStores stores = PostgresStores.open(database.config())) {
        SchemaMigration.migrate(stores.dataSource());
      }
      TestServer.addUsers(database);
      String url =
          "%s?user=%s&password=%s"
              .formatted(database.jdbcUrl(), database.user(), database.password());

      assertThat(
              run(
                  System.getProperty("java.class.path"),
                  HELLO_ON_POSTGRES + SOURCES + "HelloOnPostgres.java",
                  url))
          .filteredOn(line -> line.matches("(MessageSent|MessagesRead|User 1: Hello).*"))
          .satisfiesExactly(
              line -> assertThat(line).startsWith("MessageSent["),
              line -> assertThat(line).isEqualTo("User 1: Hello"),
              line -> assertThat(line).startsWith("MessagesRead["));
    }
  }

  /** What the POM of an example names, beside the versions. */
  private static List<String> dependencies(String project) throws Exception {
    var pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(ROOT.resolve(project).resolve("pom.xml").toFile());
    var names =
        (NodeList)
            XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                    "/project/dependencies/dependency/artifactId", pom, XPathConstants.NODESET);
    return IntStream.range(0, names.getLength())
        .mapToObj(index -> names.item(index).getTextContent())
        .toList();
  }

  /**
   * Those parts of our own class path that are of some modules: a directory of classes, or a jar.
   */
  private static String classPath(List<String> modules) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            part -> modules.stream().anyMatch(module -> part.contains("/" + module + "/target/")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** What a program prints, by lines; it has to end well. */
  private static List<String> run(String classPath, String file, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                ROOT.resolve(file).toString()));
    command.addAll(List.of(arguments));
    Path printed = Files.createTempFile("example", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
      String output = Files.readString(printed, StandardCharsets.UTF_8);
      assertThat(ended && process.exitValue() == 0).as(output).isTrue();
      return output.lines().toList();
    } finally {
      process.destroyForcibly();
      Files.delete(printed);
    }
  }
}
