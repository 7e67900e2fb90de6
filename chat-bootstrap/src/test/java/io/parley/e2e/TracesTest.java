package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.parley.adapter.postgres.TestDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What a collector is sent of one message, from a service that the standard variables tell to. */
@Timeout(120)
class TracesTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String PARENT = "b7ad6b7169203331";
  private static final String SECRET = "what only two may read";

  private static TestDatabase database;
  private static OtlpReceiver receiver;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.create();
    receiver = OtlpReceiver.start();
    server = start("parentbased_always_on");
    TestServer.addUsers(database);
  }

  private static TestServer start(String sampler) throws InterruptedException {
    return TestServer.start(
        database,
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            receiver.address(),
            "OTEL_TRACES_SAMPLER",
            sampler,
            "OTEL_BSP_SCHEDULE_DELAY",
            "50"));
  }

  @AfterAll
  static void stop() {
    server.close();
    receiver.close();
    database.close();
  }

  private static void send(TestServer to, String trace, boolean sampled) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(to.address().resolve("/api/chat/send"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + to.token(1))
            .header("Content-Type", "application/json")
            .header("X-Request-Id", "of-" + trace.substring(0, 4))
            .header("traceparent", "00-" + trace + "-" + PARENT + (sampled ? "-01" : "-00"))
            .POST(BodyPublishers.ofString("{\"receiverId\":2,\"content\":\"" + SECRET + "\"}"))
            .build();
    assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static Predicate<Span> of(String trace) {
    return span -> hex(span.getTraceId()).equals(trace);
  }

  private static Span named(String name, List<Span> spans) {
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  /** By their names, numbers and texts alike. */
  private static Map<String, String> attributes(Span span) {
    Map<String, String> attributes = new HashMap<>();
    span.getAttributesList()
        .forEach(
            attribute ->
                attributes.put(
                    attribute.getKey(),
                    attribute.getValue().hasIntValue()
                        ? String.valueOf(attribute.getValue().getIntValue())
                        : attribute.getValue().getStringValue()));
    return attributes;
  }

  private static void assertNothingIsTold(String token) {
    assertThat(receiver.bodies())
        .isNotEmpty()
        .noneMatch(body -> body.contains(SECRET) || body.contains(token))
        .noneMatch(body -> body.contains("Bearer"));
  }

  @Test
  void givenTraceParent_whenSentByRest_thenCommitAndDeliveryAreInThatTrace() throws Exception {
    String trace = "11f7651916cd43dd8448eb211c80319c";

    send(server, trace, true);

    List<Span> spans = receiver.await(3, of(trace));
    assertThat(spans)
        .extracting(Span::getName)
        .containsExactlyInAnyOrder("POST /api/chat/send", "commit", "deliver");
    Span request = named("POST /api/chat/send", spans);
    assertThat(hex(request.getParentSpanId())).isEqualTo(PARENT);
    assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(attributes(request))
        .isEqualTo(
            Map.of(
                "http.request.method", "POST",
                "http.route", "/api/chat/send",
                "http.response.status_code", "201"));
    Span commit = named("commit", spans);
    assertThat(commit.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(attributes(commit))
        .containsOnlyKeys("chat.conversation.id", "chat.message.seq", "chat.commit.group.messages");
    Span deliver = named("deliver", spans);
    assertThat(deliver.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(deliver.getStartTimeUnixNano()).isEqualTo(commit.getEndTimeUnixNano());
    assertNothingIsTold(server.token(1));
  }

  @Test
  void givenSocket_whenItSends_thenItsEventIsATraceWithCommitAndDelivery() {
    String token = server.token(3);
    try (WireSocket three = WireSocket.connected(server.address(), token)) {
      JsonNode answer =
          three.ask("send_message", "{\"receiverId\":4,\"content\":\"" + SECRET + "\"}");
      assertThat(answer.path("ok").asBoolean()).isTrue();
      three.ask("send_message", "{\"receiverId\":3,\"content\":\"" + SECRET + "\"}");
    }

    List<Span> events = receiver.await(2, span -> span.getName().equals("send_message"));
    Span event =
        events.stream()
            .filter(span -> !attributes(span).containsKey("error.type"))
            .findFirst()
            .orElseThrow();
    List<Span> spans = receiver.await(3, of(hex(event.getTraceId())));
    assertThat(spans)
        .extracting(Span::getName)
        .containsExactlyInAnyOrder("send_message", "commit", "deliver");
    assertThat(event.getParentSpanId()).isEqualTo(ByteString.EMPTY);
    assertThat(named("commit", spans).getParentSpanId()).isEqualTo(event.getSpanId());
    assertThat(named("deliver", spans).getParentSpanId()).isEqualTo(event.getSpanId());
    assertThat(events)
        .filteredOn(span -> !span.equals(event))
        .singleElement()
        .satisfies(
            refused ->
                assertThat(attributes(refused)).containsEntry("error.type", "message_to_self"));
    assertNothingIsTold(token);
  }

  @Test
  void givenBlockingEvent_whenItIsAnswered_thenItsSpanEnds() {
    try (WireSocket five = WireSocket.connected(server.address(), server.token(5))) {
      five.ask("sync", "{}");
    }

    assertThat(receiver.await(1, span -> span.getName().equals("sync"))).hasSize(1);
  }

  @Test
  void givenSamplerThatTakesNothing_whenSent_thenOnlyTheCallersChoiceCounts() throws Exception {
    String unsampled = "22f7651916cd43dd8448eb211c80319c";
    String sampled = "33f7651916cd43dd8448eb211c80319c";
    try (TestServer reluctant = start("parentbased_always_off")) {
      send(reluctant, unsampled, false);
      reluctant.rest(9).get("/api/chat/unread-count");
      send(reluctant, sampled, true);

      assertThat(receiver.await(3, of(sampled))).hasSize(3);
    }

    assertThat(receiver.spans())
        .noneMatch(of(unsampled))
        .noneMatch(span -> span.getName().equals("GET /api/chat/unread-count"));
  }

  @Test
  void givenTrace_whenItsRequestIsLogged_thenTheLineNamesBoth() throws Exception {
    String trace = "44f7651916cd43dd8448eb211c80319c";
    try (Lines lines = Lines.ofRequests()) {
      send(server, trace, true);
      receiver.await(3, of(trace));

      assertThat(lines.named)
          .filteredOn(line -> !line.contains(" null ")) // as the load balancer asks, for nobody
          .containsExactly("of-44f7 1 " + trace);
    }
  }

  /** Of each line its request, its user and the trace that its thread works for. */
  private static final class Lines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<String> named = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private Lines(Logger logger) {
      this.logger = logger;
    }

    static Lines ofRequests() {
      Lines lines =
          new Lines((Logger) LoggerFactory.getLogger("io.parley.adapter.rest.RequestLog"));
      lines.start();
      lines.logger.setLevel(Level.INFO);
      lines.logger.addAppender(lines);
      return lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
      Map<String, String> fields = event.getMDCPropertyMap();
      named.add(
          fields.get("requestId")
              + " "
              + fields.get("userId")
              + " "
              + io.opentelemetry.api.trace.Span.current().getSpanContext().getTraceId());
    }

    @Override
    public void close() {
      logger.detachAppender(this);
      logger.setLevel(null);
      stop();
    }
  }
}
