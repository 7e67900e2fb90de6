package io.parley.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bootstrap.http.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of rights in {@code docs/security.md}: every table whose first columns are Call, Sent
 * and Does. The other columns are callers.
 */
record RightsTable(List<Row> rows) {
  private static final Path DOCUMENT = Path.of("..", "docs", "security.md");
  private static final List<String> FIRST_COLUMNS = List.of("Call", "Sent", "Does");
  private static final String AS_PARTICIPANT = "=";

  static RightsTable read() {
    try {
      return parse(Files.readAllLines(DOCUMENT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RightsTable parse(List<String> lines) {
    List<Row> rows = new ArrayList<>();
    Optional<List<String>> heading = Optional.empty();
    for (String line : lines) {
      List<String> cells = cells(line);
      if (cells.isEmpty()) {
        heading = Optional.empty();
      } else if (cells.size() > 3 && cells.subList(0, 3).equals(FIRST_COLUMNS)) {
        heading = Optional.of(cells);
      } else if (heading.isPresent() && !line.startsWith("|---")) {
        rows.add(Row.of(heading.get(), cells));
      }
    }
    return new RightsTable(List.copyOf(rows));
  }

  private static List<String> cells(String line) {
    if (!line.startsWith("|")) {
      return List.of();
    }
    String[] parts = line.strip().split("\\|", -1);
    return Arrays.stream(parts, 1, parts.length - 1).map(String::strip).toList();
  }

  /** The rows of another service, on which users ask for contact. */
  RightsTable ofContacts() {
    return new RightsTable(rows.stream().filter(Row::isAboutContacts).toList());
  }

  RightsTable withoutContacts() {
    return new RightsTable(rows.stream().filter(row -> !row.isAboutContacts()).toList());
  }

  List<Row> endpoints() {
    return rows.stream().filter(Row::isEndpoint).toList();
  }

  List<Row> events() {
    return rows.stream().filter(row -> !row.isEndpoint()).toList();
  }

  int cells() {
    return rows.stream().mapToInt(row -> row.answers().size()).sum();
  }

  /** How many methods of paths and events the rows are about. */
  int calls() {
    return callsOf(rows).size();
  }

  static Set<String> callsOf(List<Row> some) {
    return some.stream().map(Row::call).collect(Collectors.toSet());
  }

  /** What a call names that somebody may be a stranger to. */
  enum Named {
    NOTHING,
    CONVERSATION,
    MESSAGE
  }

  /** What a call does that is granted. */
  enum Effect {
    READS,
    SIGNALS,
    WRITES
  }

  /**
   * One call.
   *
   * @param call a method and a path, or the name of an event
   * @param sent a body, a query, or the payload of an event; may be empty
   */
  record Row(String call, String sent, Effect effect, Map<Caller, String> answers) {
    private static Row of(List<String> heading, List<String> cells) {
      assertThat(cells).as("a cell for each column").hasSameSizeAs(heading);
      Map<Caller, String> answers = new EnumMap<>(Caller.class);
      for (int i = FIRST_COLUMNS.size(); i < cells.size(); i++) {
        Optional<Caller> caller = Caller.headed(heading.get(i));
        assertThat(caller).as("the column %s", heading.get(i)).isPresent();
        answers.put(caller.get(), cells.get(i));
      }
      return new Row(
          code(cells.get(0)),
          code(cells.get(1)),
          Effect.valueOf(cells.get(2).toUpperCase(Locale.ROOT)),
          answers);
    }

    private static String code(String cell) {
      return cell.replace("`", "");
    }

    boolean isAboutContacts() {
      return answers.containsKey(Caller.RECEIVER);
    }

    boolean isEndpoint() {
      return call.contains(" ");
    }

    Endpoint endpoint() {
      String[] parts = call.split(" ", 2);
      return new Endpoint(parts[0], parts[1]);
    }

    Named named() {
      if (call.contains("/messages/{id}")) {
        return Named.MESSAGE;
      }
      return call.contains("/conversations/{id}") || sent.contains("CONVERSATION")
          ? Named.CONVERSATION
          : Named.NOTHING;
    }

    /** The message that it names is to be a deleted one. */
    boolean restores() {
      return call.endsWith("/restore");
    }

    /** What the caller gets: a status and a code, or what an acknowledgement says. */
    String answer(Caller caller) {
      String answer = cell(caller);
      return answer.equals(AS_PARTICIPANT) ? cell(Caller.PARTICIPANT) : answer;
    }

    private String cell(Caller caller) {
      return requireNonNull(answers.get(caller), () -> this + ": no column " + caller.heading());
    }

    /** The callers that the call cannot tell from any participant, as the document has it. */
    Set<Caller> notApplicable() {
      return answers.keySet().stream()
          .filter(caller -> cell(caller).equals(AS_PARTICIPANT))
          .collect(Collectors.toSet());
    }

    boolean grants(Caller caller) {
      return answer(caller).equals("ok") || answer(caller).startsWith("2");
    }

    @Override
    public String toString() {
      return sent.isEmpty() ? call : call + " " + sent;
    }
  }
}
