package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.adapter.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard on a real Prometheus that watches a service at work: every expression of every
 * panel gives numbers. The service has what only a cluster has, and a read replica; people chat,
 * catch up, search, and are refused.
 */
@Timeout(180)
class DashboardTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DASHBOARD = Path.of("..", "deploy", "grafana", "chat.json");
  private static final Path ALERTS = Path.of("..", "deploy", "prometheus", "alerts.yml");

  /** Long enough for several looks, and for all that is told of rates. */
  private static final Duration TRAFFIC = Duration.ofSeconds(10);

  private static final Duration BREATH = Duration.ofMillis(100);

  /** By their names in the dashboard: Grafana takes four looks at least for a rate. */
  private static final Map<String, String> VARIABLES =
      Map.of("$__rate_interval", "8s", "$instance", ".+");

  @TempDir private Path temporary;

  /** An expression of a panel. */
  private record Question(String panel, String expression) {}

  private static List<Question> questions() throws Exception {
    List<Question> questions = new ArrayList<>();
    for (JsonNode panel : JSON.readTree(Files.readString(DASHBOARD)).path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        String expression = target.path("expr").asText();
        for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
          expression = expression.replace(variable.getKey(), variable.getValue());
        }
        questions.add(new Question(panel.path("title").asText(), expression));
      }
    }
    return questions;
  }

  @Test
  void givenPeopleWhoChat_whenTheDashboardIsLookedAt_thenEveryPanelShowsNumbers() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        TestServer server =
            TestServer.node(
                database,
                Map.of(
                    "CHAT_CLUSTER", "postgres",
                    "CHAT_READ_DATABASE_URL", database.url(),
                    "CHAT_LIMIT_TYPING", "1:1"));
        PrometheusProcess prometheus =
            PrometheusProcess.start(temporary, server.address(), ALERTS)) {
      TestServer.addUsers(database);

      chat(server, TRAFFIC);

      Map<String, String> silent = new TreeMap<>();
      List<Question> questions = questions();
      for (Question question : questions) {
        JsonNode series = prometheus.query(question.expression());
        if (!hasNumber(series)) {
          silent.put(question.panel() + ": " + question.expression(), series.toString());
        }
      }
      assertThat(questions)
          .hasSizeGreaterThan(60)
          .noneMatch(asked -> asked.expression().contains("$"));
      assertThat(silent).isEmpty();
      assertRulesWork(prometheus);
    }
  }

  private static boolean hasNumber(JsonNode series) {
    for (JsonNode one : series) {
      if (Double.isFinite(Double.parseDouble(one.path("value").path(1).asText()))) {
        return true;
      }
    }
    return false;
  }

  private static void assertRulesWork(PrometheusProcess prometheus) throws Exception {
    int rules = 0;
    for (JsonNode group : prometheus.rules()) {
      for (JsonNode rule : group.path("rules")) {
        assertThat(rule.path("health").asText()).as("%s", rule).isEqualTo("ok");
        rules++;
      }
    }
    assertThat(rules).isGreaterThan(5);
  }

  /** A little of everything, again and again, refusals included. */
  private static void chat(TestServer server, Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    try (WireSocket one = WireSocket.connected(server.address(), server.token(1));
        WireSocket two = WireSocket.connected(server.address(), server.token(2))) {
      while (System.nanoTime() - end < 0) {
        JsonNode sent = one.ask("send_message", "{\"receiverId\":2,\"content\":\"Hi\"}");
        String conversation =
            "\"conversationId\":" + sent.path("data").path("conversationId").asLong();
        assertOk(two.ask("join_conversation", "{" + conversation + ",\"afterSeq\":0}"));
        assertOk(two.ask("mark_as_read", "{" + conversation + "}"));
        two.ask("typing", "{" + conversation + "}");
        assertOk(two.ask("sync", "{}"));
        one.ask("no_such_event", "{}");
        one.ask("send_message", "{\"receiverId\":1,\"content\":\"to myself\"}");
        overRest(server);
        comeAndGo(server);
        System.gc(); // so that there are pauses to be told of
        LockSupport.parkNanos(BREATH.toNanos());
      }
    }
  }

  private static void overRest(TestServer server) {
    RestClient two = server.rest(2);
    assertThat(two.send(1, "Hi").status()).isEqualTo(201);
    assertThat(two.send(2, "to myself").status()).isEqualTo(400);
    assertThat(two.get("/api/chat/conversations").status()).isEqualTo(200);
    assertThat(two.get("/api/chat/unread-count").status()).isEqualTo(200);
    assertThat(two.get("/api/chat/search?q=Hi").status()).isEqualTo(200);
    assertThat(two.get("/nowhere").status()).isEqualTo(404);
  }

  private static void comeAndGo(TestServer server) {
    try (WireSocket three = WireSocket.connected(server.address(), server.token(3));
        WireSocket stranger = WireSocket.open(server.address())) {
      assertOk(three.ask("join_personal_room", ""));
      assertThat(stranger.connect(Optional.of("no token"))).isPresent();
    }
    String unknown = "/socket.io/?EIO=4&transport=polling&sid=none";
    assertThat(server.rest(1).get(unknown).status()).isEqualTo(400);
  }

  private static void assertOk(JsonNode answer) {
    assertThat(answer.path("ok").asBoolean()).as("%s", answer).isTrue();
  }
}
