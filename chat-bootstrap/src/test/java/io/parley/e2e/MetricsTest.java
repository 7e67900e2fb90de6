package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.adapter.postgres.TestDatabase;
import io.parley.e2e.MetricsText.Sample;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The metrics of a running service, after two people have chatted: what {@code docs/metrics.md}
 * lists, what the dashboard and the alerts ask for, and what moves them.
 */
@Timeout(180)
@OfOneProcess
class MetricsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
  private static final Path DASHBOARD = Path.of("..", "deploy", "grafana", "chat.json");
  private static final Path ALERTS = Path.of("..", "deploy", "prometheus", "alerts.yml");

  private static final Pattern METRIC =
      Pattern.compile("\\b(?:chat|jvm|process|system|hikaricp)_\\w+");
  private static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";
  private static final String UNREAD = "/api/chat/unread-count";

  private static TestDatabase database;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.create();
    server =
        TestServer.start(
            database,
            Map.of(
                "CHAT_CLUSTER", "postgres",
                "CHAT_READ_DATABASE_URL", database.url(),
                "CHAT_WEBHOOK_URL", "http://localhost:1/", // where nobody listens
                "CHAT_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "CHAT_LIMIT_TYPING", "1:1"));
    TestServer.addUsers(database);
    System.gc(); // so that there is a pause to be told of
    chat();
  }

  @AfterAll
  static void stop() {
    server.close();
    database.close();
  }

  /** A little of everything, refusals included. */
  private static void chat() throws Exception {
    try (WireSocket one = WireSocket.connected(server.address(), server.token(1));
        WireSocket two = WireSocket.connected(server.address(), server.token(2));
        WireSocket stranger = WireSocket.open(server.address())) {
      JsonNode sent = one.ask("send_message", "{\"receiverId\":2,\"content\":\"Hi\"}").path("data");
      String conversation = "\"conversationId\":" + sent.path("conversationId").asLong();
      assertOk(two.ask("join_conversation", "{" + conversation + ",\"afterSeq\":0}"));
      assertThat(server.rest(2).send(1, "Hi").status()).isEqualTo(201);
      assertOk(one.ask("mark_as_read", "{" + conversation + "}"));
      assertOk(one.ask("sync", "{}"));
      one.ask("no_such_event", "{}");
      one.ask("send_message", "{\"receiverId\":1,\"content\":\"to myself\"}");
      assertThat(stranger.connect(Optional.of("no token"))).isPresent();
      assertThat(server.rest(1).send(1, "to myself").status()).isEqualTo(400);
      assertThat(server.rest(1).get("/api/chat/conversations").status()).isEqualTo(200);
      assertThat(server.rest(1).get("/nowhere/17").status()).isEqualTo(404);
    }
    assertThat(server.rest(1).get("/socket.io/?EIO=4&transport=polling&sid=none").status())
        .isEqualTo(400);
  }

  private static void assertOk(JsonNode answer) {
    assertThat(answer.path("ok").asBoolean()).as("%s", answer).isTrue();
  }

  /** A page that was made after the call. */
  private static MetricsText scraped() throws Exception {
    String clock = "process_uptime_seconds";
    double before = page().sum(clock);
    MetricsText page = page();
    while (page.sum(clock) == before) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      page = page();
    }
    return page;
  }

  private static MetricsText page() throws Exception {
    return MetricsText.parse(get(server, "/metrics").body());
  }

  /** A page that is as it should be, or the last one. */
  private static MetricsText scrapedUntil(Predicate<MetricsText> wanted) throws Exception {
    long giveUpAt = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    MetricsText page = scraped();
    while (!wanted.test(page) && System.nanoTime() - giveUpAt < 0) {
      page = scraped();
    }
    return page;
  }

  private static HttpResponse<String> get(TestServer from, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(from.address().resolve(path)).timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  // --- what there is -----------------------------------------------------------------------------

  /** What a row of the document says. */
  private record Documented(String type, Set<String> labels) {}

  private static Map<String, Documented> documented() throws Exception {
    Map<String, Documented> metrics = new TreeMap<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("| `chat_")) {
        String[] cells = line.split("\\|", -1);
        metrics.put(
            cells[1].strip().replace("`", ""),
            new Documented(
                cells[2].strip(),
                Arrays.stream(cells[3].split(",", -1))
                    .map(label -> label.strip().replace("`", ""))
                    .filter(label -> !label.isEmpty())
                    .collect(Collectors.toSet())));
      }
    }
    return metrics;
  }

  @Test
  void givenTraffic_whenScraped_thenThereIsWhatTheDocumentListsAndNothingElse() throws Exception {
    MetricsText page = scraped();
    Map<String, Documented> found = new TreeMap<>();
    page.families("chat_")
        .forEach((name, type) -> found.put(name, new Documented(type, page.labelsOf(name))));

    assertThat(found).isEqualTo(documented());
  }

  @Test
  void givenTraffic_whenScraped_thenNoLabelHasAnId() throws Exception {
    List<Sample> samples =
        scraped().samples().stream().filter(sample -> sample.name().startsWith("chat_")).toList();

    assertThat(samples)
        .isNotEmpty()
        .allSatisfy(
            sample ->
                sample
                    .labels()
                    .forEach(
                        (label, value) -> {
                          switch (label) {
                            case "le" -> assertThat(value).matches("[0-9.]+|\\+Inf");
                            case "status" -> assertThat(value).matches("[1-5][0-9]{2}");
                            case "route" -> assertThat(value).matches("none|[a-z/{}-]+");
                            case "method" -> assertThat(value).matches("none|[A-Z]+");
                            default -> assertThat(value).as(label).matches("[a-z_]+");
                          }
                        }));
    assertThat(samples.stream().map(sample -> sample.labels().get("route")))
        .contains("none", "/api/chat/send");
  }

  @Test
  void givenTheDashboard_whenItAsks_thenEveryMetricOfEveryPanelExists() throws Exception {
    JsonNode panels = JSON.readTree(Files.readString(DASHBOARD)).path("panels");
    Set<String> rows = new TreeSet<>();
    List<String> questions = new ArrayList<>();
    panels.forEach(
        panel -> {
          if (panel.path("type").asText().equals("row")) {
            rows.add(panel.path("title").asText());
          } else {
            assertThat(panel.path("targets")).as("%s", panel.path("title")).isNotEmpty();
          }
          panel.path("targets").forEach(target -> questions.add(target.path("expr").asText()));
        });

    assertThat(rows)
        .contains("Traffic", "Latency", "Sockets", "Queues", "Database", "Cluster", "JVM");
    assertMetricsExist(questions);
  }

  @Test
  void givenTheAlerts_whenTheyAsk_thenEveryMetricExists() throws Exception {
    List<String> questions =
        Files.readAllLines(ALERTS).stream().filter(line -> line.contains("expr:")).toList();

    assertMetricsExist(questions);
  }

  private static void assertMetricsExist(List<String> questions) throws Exception {
    Set<String> known = scraped().names();
    assertThat(questions)
        .isNotEmpty()
        .allSatisfy(
            question ->
                assertThat(METRIC.matcher(question).results().map(MatchResult::group).toList())
                    .isSubsetOf(known));
    assertThat(questions.stream().filter(question -> METRIC.matcher(question).find()).count())
        .isGreaterThanOrEqualTo(questions.size() - 1); // that of Prometheus itself: up
  }

  // --- what moves it -----------------------------------------------------------------------------

  @Test
  void givenMessages_whenSentByRestAndBySocket_thenTheyAreCountedOnTheirWholeWay()
      throws Exception {
    MetricsText before = scraped();

    try (WireSocket three = WireSocket.connected(server.address(), server.token(3));
        WireSocket four = WireSocket.connected(server.address(), server.token(4))) {
      String draft = "{\"receiverId\":4,\"content\":\"once\",\"clientMessageId\":\"m-1\"}";
      assertOk(three.ask("send_message", draft));
      assertOk(three.ask("send_message", draft));
      assertThat(server.rest(4).send(3, "by REST").status()).isEqualTo(201);
      four.await(event -> event.contains("once"));
    }
    MetricsText after =
        scrapedUntil(page -> moved(before, page, "chat_message_delivery_seconds_count") >= 2);

    assertThat(moved(before, after, "chat_messages_accepted_total")).isEqualTo(3);
    assertThat(moved(before, after, "chat_messages_committed_total")).isEqualTo(2);
    assertThat(moved(before, after, "chat_messages_repeated_total")).isEqualTo(1);
    assertThat(moved(before, after, "chat_messages_delivered_total", "source=commit")).isEqualTo(2);
    assertThat(moved(before, after, "chat_message_commit_seconds_count")).isEqualTo(2);
    assertThat(moved(before, after, "chat_message_commit_seconds_sum")).isBetween(0.0, 20.0);
    assertThat(moved(before, after, "chat_message_delivery_seconds_count")).isEqualTo(2);
    assertThat(moved(before, after, "chat_commit_group_messages_sum")).isEqualTo(2);
    assertThat(moved(before, after, "chat_events_delivered_total")).isGreaterThanOrEqualTo(3);
    assertThat(moved(before, after, "chat_socket_event_seconds_count", "event=send_message"))
        .isEqualTo(2);
    assertThat(
            moved(
                before,
                after,
                "chat_http_request_seconds_count",
                "route=/api/chat/send",
                "method=POST",
                "status=201"))
        .isEqualTo(1);
    assertThat(moved(before, after, "chat_bus_published_total")).isGreaterThanOrEqualTo(2);
  }

  private static double moved(
      MetricsText before, MetricsText after, String name, String... labels) {
    return after.sum(name, labels) - before.sum(name, labels);
  }

  @Test
  void givenSends_whenRefused_thenTheyAreCountedByTheCodeThatTheClientGot() throws Exception {
    MetricsText before = scraped();

    assertThat(server.rest(1).send(1, "to myself").status()).isEqualTo(400);
    assertThat(server.rest(1).send(1_000, "to nobody").status()).isEqualTo(400);
    try (WireSocket one = WireSocket.connected(server.address(), server.token(1))) {
      one.ask("send_message", "{\"receiverId\":1,\"content\":\"to myself\"}");
      one.ask("send_message", "{\"receiverId\":2}");
      one.ask("made_up_by_7", "{}");
    }
    MetricsText after =
        scrapedUntil(page -> moved(before, page, "chat_messages_refused_total") >= 4);

    assertThat(
            moved(
                before,
                after,
                "chat_messages_refused_total",
                "transport=rest",
                "code=message_to_self"))
        .isEqualTo(1);
    assertThat(
            moved(
                before,
                after,
                "chat_messages_refused_total",
                "transport=rest",
                "code=receiver_not_found"))
        .isEqualTo(1);
    assertThat(
            moved(
                before,
                after,
                "chat_messages_refused_total",
                "transport=socket",
                "code=message_to_self"))
        .isEqualTo(1);
    assertThat(
            moved(
                before,
                after,
                "chat_messages_refused_total",
                "transport=socket",
                "code=invalid_request"))
        .isEqualTo(1);
    assertThat(
            moved(
                before,
                after,
                "chat_socket_event_errors_total",
                "event=unknown",
                "code=unknown_event"))
        .isEqualTo(1);
    assertThat(moved(before, after, "chat_messages_committed_total")).isZero();
  }

  @Test
  void givenUserWhoTypesTooOften_whenRefused_thenItIsCountedByTheAction() throws Exception {
    MetricsText before = scraped();

    try (WireSocket one = WireSocket.connected(server.address(), server.token(5))) {
      for (int i = 0; i < 3; i++) {
        one.ask("typing", "{\"conversationId\":1}");
      }
    }

    MetricsText after = scraped();
    double limited = moved(before, after, "chat_rate_limited_total", "action=typing", "scope=user");
    assertThat(limited).isBetween(1.0, 2.0);
    assertThat(
            moved(
                before,
                after,
                "chat_socket_event_errors_total",
                "event=typing",
                "code=rate_limited"))
        .isEqualTo(limited);
  }

  @Test
  void givenTokensThatAreNone_whenRefused_thenTheyAreCounted() throws Exception {
    MetricsText before = scraped();

    assertThat(new RestClient(server.address(), "none").get(UNREAD).status()).isEqualTo(401);
    try (WireSocket one = WireSocket.open(server.address());
        WireSocket other = WireSocket.open(server.address())) {
      assertThat(one.connect(Optional.of(TestServer.forgedToken(1)))).isPresent();
      assertThat(other.connect(Optional.empty())).isPresent();
    }

    MetricsText after = scrapedUntil(page -> moved(before, page, "chat_http_errors_total") >= 1);
    assertThat(moved(before, after, "chat_token_refusals_total")).isEqualTo(2);
    assertThat(moved(before, after, "chat_http_errors_total", "code=invalid_token")).isEqualTo(1);
    assertThat(moved(before, after, "chat_socket_connects_refused_total", "code=invalid_token"))
        .isEqualTo(1);
    assertThat(moved(before, after, "chat_socket_connects_refused_total", "code=no_token"))
        .isEqualTo(1);
  }

  @Test
  void givenSockets_whenTheyComeAndGo_thenTheyAreCountedByTransport() throws Exception {
    MetricsText before = scraped();

    MetricsText during;
    try (JavaClient polling = new JavaClient(server.address(), "polling", server.token(6));
        JavaClient webSocket = new JavaClient(server.address(), "websocket", server.token(7))) {
      polling.connect();
      webSocket.connect();
      during = scrapedUntil(page -> moved(before, page, "chat_users_online") >= 2);
      polling.disconnect();
      webSocket.disconnect();
    }
    MetricsText after =
        scrapedUntil(
            page ->
                moved(before, page, "chat_sockets_closed_total") >= 2
                    && page.sum("chat_sockets") == before.sum("chat_sockets"));

    assertThat(moved(before, during, "chat_sockets", "transport=polling")).isEqualTo(1);
    assertThat(moved(before, during, "chat_sockets", "transport=websocket")).isEqualTo(1);
    assertThat(moved(before, during, "chat_users_online")).isEqualTo(2);
    assertThat(moved(before, during, "chat_rooms")).isEqualTo(2);
    assertThat(moved(before, after, "chat_sockets_opened_total")).isEqualTo(2);
    assertThat(moved(before, after, "chat_sockets_closed_total", "reason=transport_close"))
        .isEqualTo(2);
    assertThat(moved(before, after, "chat_sockets")).isZero();
  }

  @Test
  void givenClientThatDoesNotRead_whenTooMuchWaitsForIt_thenItIsSeenAndCutOff() throws Exception {
    MetricsText before = scraped();
    String session = pollingSessionOf(8);
    String content = "x".repeat(10_000);

    boolean seen = false;
    try (WireSocket nine = WireSocket.connected(server.address(), server.token(9))) {
      for (int i = 0; i < 50 && cutOff(before) == 0; i++) {
        for (int j = 0; j < 20; j++) {
          assertOk(nine.ask("send_message", "{\"receiverId\":8,\"content\":\"" + content + "\"}"));
        }
        seen = seen || page().sum("chat_send_queue_bytes") > 100_000;
      }
    }

    assertThat(cutOff(before)).isEqualTo(1);
    assertThat(seen).as("what waits is seen before").isTrue();
    MetricsText after = scrapedUntil(page -> page.sum("chat_send_queue_bytes") < 100_000);
    assertThat(after.sum("chat_send_queue_packets")).isLessThan(100);
    assertThat(get(server, HANDSHAKE + "&sid=" + session).statusCode()).isEqualTo(400);
  }

  private static double cutOff(MetricsText before) throws Exception {
    return moved(before, page(), "chat_sockets_closed_total", "reason=slow_consumer");
  }

  /** A session that is connected, and polls no more. */
  private static String pollingSessionOf(long user) throws Exception {
    String opened = get(server, HANDSHAKE).body();
    String session = JSON.readTree(opened.substring(1)).path("sid").asText();
    URI address = server.address().resolve(HANDSHAKE + "&sid=" + session);
    HttpRequest connect =
        HttpRequest.newBuilder(address)
            .POST(
                HttpRequest.BodyPublishers.ofString("40{\"token\":\"" + server.token(user) + "\"}"))
            .build();
    assertThat(HTTP.send(connect, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(get(server, HANDSHAKE + "&sid=" + session).body()).startsWith("40");
    return session;
  }

  @Test
  void givenClientsThatWereAway_whenTheyCatchUp_thenWhatTheyReadIsCounted() throws Exception {
    long conversation = 0;
    for (int i = 0; i < 3; i++) {
      conversation =
          server.rest(3).send(5, "missed").json().path("data").path("conversation_id").asLong();
    }
    MetricsText before = scraped();

    try (WireSocket five = WireSocket.connected(server.address(), server.token(5))) {
      assertOk(
          five.ask(
              "join_conversation", "{\"conversationId\":" + conversation + ",\"afterSeq\":1}"));
      assertOk(five.ask("sync", "{}"));
      five.ask("sync", "{\"cursor\":\"made-up\"}");
    }
    assertThat(server.rest(5).get("/api/chat/sync?cursor=made-up").status()).isEqualTo(410);

    MetricsText after = scraped();
    assertThat(moved(before, after, "chat_catch_up_joins_total")).isEqualTo(1);
    assertThat(moved(before, after, "chat_catch_up_messages_total")).isEqualTo(2);
    assertThat(moved(before, after, "chat_syncs_total")).isEqualTo(1);
    assertThat(moved(before, after, "chat_resync_required_total", "source=sync")).isEqualTo(2);
  }

  @Test
  void givenService_whenItsPartsAreLookedAt_thenTheyAreUp() throws Exception {
    MetricsText page =
        scrapedUntil(
            it -> it.sum("chat_search_index_up") == 1 && it.sum("chat_bus_connected") == 1);

    assertThat(page.sum("chat_ready")).isEqualTo(1);
    assertThat(page.sum("chat_database_up")).isEqualTo(1);
    assertThat(page.sum("chat_search_index_up")).isEqualTo(1);
    assertThat(page.sum("chat_bus_connected")).isEqualTo(1);
    assertThat(page.sum("chat_store_queue_capacity_messages")).isPositive();
    assertThat(page.sum("hikaricp_connections_max", "pool=chat-writers")).isPositive();
    assertThat(page.sum("jvm_memory_used_bytes", "area=heap")).isPositive();
    assertThat(get(server, "/health/ready").body())
        .isEqualTo(
            "{\"status\":\"ready\",\"service\":\"serving\",\"database\":\"up\","
                + "\"searchIndex\":\"up\",\"bus\":\"up\"}");
  }

  // --- who may read it ---------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"", "127.0.0.1,::1"})
  void givenProxyOnTheSameMachine_whenItPassesARequestOn_thenThereIsNothing(String trusted)
      throws Exception {
    try (TestServer behind = TestServer.start(database, Map.of("CHAT_TRUSTED_PROXIES", trusted))) {
      assertThat(get(behind, "/metrics").statusCode()).isEqualTo(200);
      for (String client : List.of("203.0.113.7", "127.0.0.1", "unknown", "::1")) {
        assertThat(get(behind, "/metrics", "X-Forwarded-For", client).statusCode()).isEqualTo(404);
        assertThat(get(behind, "/metrics", "Forwarded", "for=" + client).statusCode())
            .isEqualTo(404);
      }
    }
  }

  @Test
  void givenMetricsThatAreOff_whenAsked_thenThereIsNothing() throws Exception {
    try (TestServer without = TestServer.start(database, Map.of("CHAT_METRICS", "off"))) {
      assertThat(get(without, "/metrics").statusCode()).isEqualTo(404);
      assertThat(without.offer().endpoints())
          .noneMatch(endpoint -> endpoint.path().equals("/metrics"));
    }
  }

  @Test
  void givenPublicMetrics_whenAskedByWayOfAProxy_thenTheyAreRead() throws Exception {
    try (TestServer open = TestServer.start(database, Map.of("CHAT_METRICS", "public"))) {
      HttpResponse<String> answer = get(open, "/metrics", "X-Forwarded-For", "203.0.113.7");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(MetricsText.parse(answer.body()).families("chat_"))
          .containsKey("chat_ready")
          .doesNotContainKeys("chat_bus_connected", "chat_read_replica_usable");
    }
  }
}
