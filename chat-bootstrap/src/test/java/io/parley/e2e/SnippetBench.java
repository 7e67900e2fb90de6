package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.adapter.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tries the snippets of one document, from the first to the last. A document that starts a service
 * gets a port and an empty database for it; all others use a service that runs already, with users
 * 1 to 9 and a conversation of the first two.
 *
 * <p>What stands for something of the reader's own in commands is replaced: {@code localhost:3010}
 * and {@code https://chat.example}, {@code postgres://user:password@host:5432/db}, and the dots of
 * {@code JWT_SECRET=…}.
 */
final class SnippetBench implements AutoCloseable {
  /** What became of a snippet. */
  enum Outcome {
    RUN,
    CHECKED,
    SHOWN,
    NOT_RUN
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "a secret that only snippets of documents know";
  private static final Pattern SERVES = Pattern.compile("(?m)^[^#]*\\./chat serve(?! --help)");
  private static final String KNOWN = "sh, js, python, sql, java, json, nginx, text, mermaid";

  private final boolean owned;
  private final TestDatabase database;
  private final String host;
  private final SnippetShell shell;
  private String printed = "";

  SnippetBench(Path home, List<Snippet> snippets, TestServer running) {
    owned =
        snippets.stream()
            .anyMatch(
                snippet ->
                    snippet.notRun().isEmpty()
                        && isShell(snippet)
                        && SERVES.matcher(snippet.text()).find());
    database = owned ? TestDatabase.create() : running.database();
    Map<String, String> environment = new HashMap<>();
    if (owned) {
      int port = freePort();
      host = "localhost:" + port;
      environment.put("PORT", Integer.toString(port));
    } else {
      host = "localhost:" + running.address().getPort();
      environment.put("PORT", "0");
      environment.put("DATABASE_URL", database.url());
      environment.put("JWT_SECRET", TestServer.SECRET);
      environment.put("CHAT_ADMIN_TOKEN", TestServer.ADMIN_TOKEN);
      environment.put("TOKEN", running.token(1));
    }
    environment.put("SNIPPETS_URL", URI.create("http://" + host).toString());
    shell = new SnippetShell(home, environment);
  }

  Outcome tryOut(Snippet snippet) {
    if (snippet.notRun().isPresent()) {
      assertThat(snippet.notRun().get()).as("%s says why it is not run", snippet).isNotBlank();
      return Outcome.NOT_RUN;
    }
    if (snippet.file().isPresent()) {
      shell.save(snippet.file().get(), own(snippet.text()));
      return Outcome.CHECKED;
    }
    return switch (snippet.language()) {
      case "sh", "bash" -> {
        printed = shell.run(snippet, own(snippet.given().orElse("") + "\n" + snippet.text()));
        yield Outcome.RUN;
      }
      case "js" -> {
        printed = shell.runScript(snippet, own(snippet.text()));
        yield Outcome.RUN;
      }
      case "python" -> {
        shell.save("block.py", own(snippet.text()));
        printed = shell.run(snippet, "python3 block.py");
        yield Outcome.RUN;
      }
      case "sql" -> {
        execute(snippet);
        yield Outcome.RUN;
      }
      case "java" -> {
        JavaSnippet.compile(snippet);
        yield Outcome.CHECKED;
      }
      case "json" -> {
        compare(snippet);
        yield Outcome.CHECKED;
      }
      case "nginx" -> {
        requireNginxForm(snippet);
        yield Outcome.CHECKED;
      }
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

  private static boolean isShell(Snippet snippet) {
    return snippet.language().equals("sh") || snippet.language().equals("bash");
  }

  private String own(String text) {
    return text.replace("localhost:3010", host)
        .replace("https://chat.example", "http://" + host)
        .replace("postgres://user:password@host:5432/db", database.url())
        .replace("JWT_SECRET=…", "JWT_SECRET='" + SECRET + "'");
  }

  private void execute(Snippet snippet) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(snippet.text());
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
      depth += statement.endsWith("{") ? 1 : statement.endsWith("}") ? -1 : 0;
      if (!statement.matches("|.*[;{}]") || depth < 0) {
        throw snippet.wrong("this is no line of nginx: " + line);
      }
    }
    if (depth != 0) {
      throw snippet.wrong("a brace is missing");
    }
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
