package io.parley.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.adapter.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Tries the snippets of one document, from the first to the last. A document that starts a service
 * gets a port and an empty database for it; all others use a service that runs already, with users
 * 1 to 9 and a conversation of the first two.
 *
 * <p>What stands for something of the reader's own in commands is replaced: {@code localhost:3010}
 * and {@code https://chat.example}, {@code postgres://user:password@host:5432/db}, the dots of
 * {@code JWT_SECRET=…}, and the token {@code "eyJ…"} of programs.
 */
final class SnippetBench implements AutoCloseable {
  /** What became of a snippet. */
  enum Outcome {
    RUN,
    CHECKED,
    SHOWN,
    NOT_RUN
  }

  private static final Path ROOT = Path.of("..");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "a secret that only snippets of documents know";
  private static final Pattern SERVES = Pattern.compile("(?m)^[^#]*\\./chat serve(?! --help)");
  private static final Set<String> SHELLS = Set.of("sh", "bash");
  private static final String KNOWN = "sh, js, python, sql, java, json, nginx, text, mermaid";

  private final List<Snippet> snippets;
  private final boolean owned;
  private final TestDatabase database;
  private final String host;
  private final SnippetShell shell;
  private String printed = "";

  SnippetBench(Path home, List<Snippet> snippets, TestServer running) {
    this.snippets = snippets;
    owned = runs(SERVES);
    database = owned ? TestDatabase.create() : running.database();
    int port = owned ? freePort() : running.address().getPort();
    host = "localhost:" + port;
    Map<String, String> environment =
        new HashMap<>(owned ? Map.of("PORT", Integer.toString(port)) : settingsOf(running));
    environment.put("SNIPPETS_URL", "http://" + host);
    shell = new SnippetShell(home, environment);
  }

  /** For commands beside the service, and for one more on any port. */
  private static Map<String, String> settingsOf(TestServer running) {
    return Map.of(
        "PORT",
        "0",
        "DATABASE_URL",
        running.database().url(),
        "JWT_SECRET",
        TestServer.SECRET,
        "CHAT_ADMIN_TOKEN",
        TestServer.ADMIN_TOKEN,
        "TOKEN",
        running.token(1));
  }

  private boolean runs(Pattern command) {
    return snippets.stream()
        .filter(snippet -> snippet.notRun().isEmpty() && SHELLS.contains(snippet.language()))
        .anyMatch(snippet -> command.matcher(snippet.text()).find());
  }

  /**
   * Tries a snippet.
   *
   * @throws AssertionError with the place, and what its author has to do, if it is wrong
   */
  Outcome tryOut(Snippet snippet) {
    if (snippet.notRun().isPresent()) {
      assertThat(snippet.notRun().get()).as("%s says why it is not run", snippet).isNotBlank();
      return Outcome.NOT_RUN;
    }
    if (snippet.from().isPresent()) {
      return checked(snippet, SnippetBench::requirePartOfItsFile);
    }
    if (snippet.file().isPresent()) {
      return saved(snippet, snippet.file().get());
    }
    return switch (snippet.language()) {
      case "sh", "bash" -> ran(shell.run(snippet, code(snippet)));
      case "js" -> ran(shell.runNode(snippet, code(snippet)));
      case "python" -> ran(shell.runPython(snippet, code(snippet)));
      case "sql" -> ran(execute(snippet));
      case "java" -> checked(snippet, JavaSnippet::compile);
      case "json" -> checked(snippet, this::compare);
      case "nginx" -> checked(snippet, SnippetBench::requireNginxForm);
      case "text", "mermaid" -> Outcome.SHOWN;
      default ->
          throw snippet.wrong(
              "a block of the language '"
                  + snippet.language()
                  + "' can neither be run nor checked here. Name one of "
                  + KNOWN
                  + " after the fence, or put <!-- not run: why, or which test runs it --> on the"
                  + " line before it");
    };
  }

  /** Which tests run, or compile. */
  private static void requirePartOfItsFile(Snippet snippet) {
    String file = snippet.from().orElseThrow();
    try {
      String whole = Files.readString(ROOT.resolve(file));
      if (!withoutIndentation(whole).contains(withoutIndentation(snippet.text()))) {
        throw snippet.wrong("this is not in " + file + ": copy it from there");
      }
    } catch (IOException e) {
      throw snippet.wrong("there is no " + file);
    }
  }

  private static String withoutIndentation(String code) {
    return code.lines().map(String::strip).collect(joining("\n", "\n", "\n"));
  }

  private Outcome saved(Snippet snippet, String file) {
    if (!runs(Pattern.compile(Pattern.quote(file)))) {
      throw snippet.wrong(
          "no commands of the document run " + file + ": add some, or do not save it");
    }
    shell.save(file, code(snippet));
    return Outcome.RUN;
  }

  private Outcome ran(String output) {
    printed = output;
    return Outcome.RUN;
  }

  private static Outcome checked(Snippet snippet, Consumer<Snippet> check) {
    check.accept(snippet);
    return Outcome.CHECKED;
  }

  /** What is given and what is shown, with what the reader has instead of what stands for it. */
  private String code(Snippet snippet) {
    return (snippet.given().map(given -> given + "\n").orElse("") + snippet.text())
        .replace("localhost:3010", host)
        .replace("https://chat.example", "http://" + host)
        .replace("postgres://user:password@host:5432/db", database.url())
        .replace("\"eyJ…\"", "process.env.TOKEN")
        .replace("JWT_SECRET=…", "JWT_SECRET='" + SECRET + "'");
  }

  private String execute(Snippet snippet) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(code(snippet));
      return "";
    } catch (SQLException e) {
      throw snippet.wrong(
          "PostgreSQL refuses this: "
              + e.getMessage()
              + ". Mend it, or mark it with <!-- not run: why -->");
    }
  }

  /** Right after commands that print JSON it is the last answer: it has these members, so typed. */
  private void compare(Snippet snippet) {
    JsonNode shown = parse(snippet, snippet.text());
    String answers = printed.lines().reduce("", (first, second) -> second);
    if (answers.startsWith("{")) {
      JsonNode all = parse(snippet, "[" + answers.replace("}{", "},{") + "]");
      List<String> differences = JsonShape.differences(shown, all.path(all.size() - 1));
      if (!differences.isEmpty()) {
        throw snippet.wrong(
            "the service answers otherwise: " + differences + "\n" + answers.indent(4));
      }
    }
  }

  private static JsonNode parse(Snippet snippet, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw snippet.wrong(
          "this is no JSON: " + e.getOriginalMessage() + ". Mend it, or make it a block of text");
    }
  }

  private static void requireNginxForm(Snippet snippet) {
    int depth = 0;
    for (String line : snippet.text().lines().map(String::strip).toList()) {
      String statement = line.replaceFirst("\\s*#.*$", "");
      depth += count(statement, '{') - count(statement, '}');
      if (!statement.matches("|.*[;{}]") || depth < 0) {
        throw snippet.wrong("this is no line of nginx: " + line);
      }
    }
    if (depth != 0) {
      throw snippet.wrong("a brace is missing");
    }
  }

  private static int count(String text, char wanted) {
    return (int) text.chars().filter(character -> character == wanted).count();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    shell.close();
    if (owned) {
      database.close();
    }
  }
}
