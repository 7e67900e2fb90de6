package io.parley.adapter.traces;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.parley.adapter.memory.MemoryStores;
import io.parley.adapter.memory.MemoryUserDirectory;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageStore;
import io.parley.testkit.fixture.Fixture;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatTracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String TRACE_PARENT = "00-" + TRACE + "-" + PARENT + "-01";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();
  private final ChatTraces traces = ChatTraces.over(telemetry);
  private final MemoryStores memory =
      MemoryStores.create(new MemoryUserDirectory(Fixture.users()), Clock.systemUTC());
  private final MessageStore store = traces.messages().traced(memory.messages());

  @AfterEach
  void close() {
    telemetry.close();
  }

  private SpanData span(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + names()));
  }

  private List<String> names() {
    return exporter.getFinishedSpanItems().stream().map(SpanData::getName).toList();
  }

  private static Map<String, Object> attributes(SpanData span) {
    Map<String, Object> attributes = new TreeMap<>();
    for (Map.Entry<AttributeKey<?>, Object> attribute : span.getAttributes().asMap().entrySet()) {
      attributes.put(attribute.getKey().getKey(), attribute.getValue());
    }
    return attributes;
  }

  // --- requests ----------------------------------------------------------------------------------

  @Test
  void givenTraceParent_whenRequestSends_thenItsSpansGoOnWithThatTrace() {
    TracedRequest request =
        traces
            .requests()
            .arrived(
                "POST", name -> Optional.of(TRACE_PARENT).filter(x -> name.equals("traceparent")));
    Stretch stretch = request.enter();
    CompletionStage<MessageStore.Appended> sent = store.append(aDraft().saying("secret").build());
    stretch.close();
    await(sent);
    request.answered("/api/chat/send", 201, Optional.empty());

    SpanData server = span("POST /api/chat/send");
    assertThat(server.getTraceId()).isEqualTo(TRACE);
    assertThat(server.getParentSpanId()).isEqualTo(PARENT);
    assertThat(server.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(attributes(server))
        .isEqualTo(
            Map.of(
                "http.request.method", "POST",
                "http.route", "/api/chat/send",
                "http.response.status_code", 201L));
    assertThat(span("commit").getParentSpanId()).isEqualTo(server.getSpanId());
    assertThat(span("deliver").getParentSpanId()).isEqualTo(server.getSpanId());
    assertThat(exporter.getFinishedSpanItems().toString()).doesNotContain("secret");
  }

  @Test
  void givenRequestThatFails_whenAnswered_thenItsSpanHasCodeAndStatus() {
    traces
        .requests()
        .arrived("GET", name -> Optional.empty())
        .answered("/api/chat/unread", 503, Optional.of("store_unavailable"));
    traces
        .requests()
        .arrived("GET", name -> Optional.empty())
        .answered("none", 404, Optional.of("not_found"));

    assertThat(span("GET /api/chat/unread").getStatus().getStatusCode())
        .isEqualTo(StatusCode.ERROR);
    assertThat(attributes(span("GET /api/chat/unread")))
        .containsEntry("error.type", "store_unavailable");
    assertThat(span("GET none").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void givenExecutor_whenItsTaskRunsElsewhere_thenItGoesOnWithTheRequest() {
    TracedRequest request = traces.requests().arrived("GET", name -> Optional.empty());
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Executor carrying = traces.carrying(other);
      Stretch stretch = request.enter();
      String here = Span.current().getSpanContext().getSpanId();
      CompletableFuture<String> there =
          CompletableFuture.supplyAsync(
              () -> Span.current().getSpanContext().getSpanId(), carrying);
      stretch.close();

      assertThat(await(there)).isEqualTo(here);
      assertThat(Span.current().getSpanContext().isValid()).isFalse();
    } finally {
      other.shutdownNow();
    }
  }

  // --- events ------------------------------------------------------------------------------------

  @Test
  void givenEvent_whenItSends_thenItsAnswerEndsItAndItsSpansAreATraceOfTheirOwn() {
    send(store, aDraft().saying("secret").build());

    SpanData event = span("send_message");
    assertThat(event.getParentSpanContext().isValid()).isFalse();
    assertThat(event.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(attributes(event)).isEqualTo(Map.of("chat.event", "send_message"));
    assertThat(span("commit").getParentSpanId()).isEqualTo(event.getSpanId());
    assertThat(attributes(span("commit")))
        .isEqualTo(
            Map.of(
                "chat.commit.group.messages", 1L,
                "chat.conversation.id", 1L,
                "chat.message.seq", 1L));
    assertThat(span("deliver").getParentSpanId()).isEqualTo(event.getSpanId());
    assertThat(span("deliver").getStartEpochNanos()).isEqualTo(span("commit").getEndEpochNanos());
    assertThat(exporter.getFinishedSpanItems().toString()).doesNotContain("secret");
  }

  /** As a socket does: it is answered when the message is stored, in the context of its event. */
  private void send(MessageStore to, MessageDraft draft) {
    Stretch stretch = traces.events().arrived("send_message");
    CompletionStage<MessageStore.Appended> sent;
    try {
      sent = to.append(draft, appended -> traces.events().answered());
    } finally {
      stretch.close();
    }
    await(sent);
  }

  @Test
  void givenEventOnThreadOfAnother_whenItArrives_thenItBeginsATraceOfItsOwn() {
    Stretch outer = traces.events().arrived("typing");
    Stretch inner = traces.events().arrived("mark_as_read");
    traces.events().answered();
    inner.close();
    traces.events().failed("rate_limited");
    outer.close();

    assertThat(names()).containsExactly("mark_as_read", "typing");
    assertThat(span("mark_as_read").getTraceId()).isNotEqualTo(span("typing").getTraceId());
    assertThat(span("typing").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(attributes(span("typing"))).containsEntry("error.type", "rate_limited");
  }

  // --- groups ------------------------------------------------------------------------------------

  /** Stores what waits in one group, on another thread, when it is told to. */
  private static final class Waiting implements MessageStore {
    private final MessageStore store;
    private final List<Runnable> waiting = new ArrayList<>();

    Waiting(MessageStore store) {
      this.store = store;
    }

    @Override
    public CompletionStage<Appended> append(MessageDraft draft, Consumer<Appended> onStored) {
      CompletableFuture<Appended> outcome = new CompletableFuture<>();
      waiting.add(() -> outcome.complete(await(store.append(draft, onStored))));
      return outcome;
    }

    @Override
    public CompletionStage<Appended> refuse(MessageDraft draft, ChatException refusal) {
      return store.refuse(draft, refusal);
    }

    @Override
    public Changed delete(MessageId message) {
      return store.delete(message);
    }

    @Override
    public Changed restore(MessageId message) {
      return store.restore(message);
    }
  }

  @Test
  void givenGroup_whenStoredOnAnotherThread_thenEachCommitIsInItsTraceAndTellsOfTheGroup() {
    Waiting waiting = new Waiting(memory.messages());
    MessageStore grouped = traces.messages().traced(waiting);
    List<String> during = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Stretch stretch = traces.events().arrived("send_message");
      CompletionStage<MessageStore.Appended> unused =
          grouped.append(
              aDraft().build(),
              appended -> {
                during.add(Span.current().getSpanContext().getTraceId());
                traces.events().answered();
              });
      stretch.close();
    }
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      await(
          CompletableFuture.runAsync(
              () ->
                  traces
                      .messages()
                      .groups(Runnable::run)
                      .execute(() -> waiting.waiting.forEach(Runnable::run)),
              writer));
    } finally {
      writer.shutdownNow();
    }

    List<SpanData> commits =
        exporter.getFinishedSpanItems().stream()
            .filter(span -> span.getName().equals("commit"))
            .toList();
    assertThat(commits)
        .hasSize(3)
        .allSatisfy(
            span -> assertThat(attributes(span)).containsEntry("chat.commit.group.messages", 3L));
    assertThat(commits).extracting(SpanData::getTraceId).doesNotHaveDuplicates().isEqualTo(during);
    assertThat(commits)
        .extracting(SpanData::getEndEpochNanos)
        .containsOnly(commits.get(0).getEndEpochNanos());
    assertThat(names()).filteredOn("deliver"::equals).hasSize(3);
  }

  // --- what is not stored ------------------------------------------------------------------------

  @Test
  void givenRepeat_whenAppended_thenItIsCommittedAndNotDelivered() {
    send(store, aDraft().knownAs("m-1").build());
    exporter.reset();

    send(store, aDraft().knownAs("m-1").build());

    assertThat(names()).containsExactlyInAnyOrder("commit", "send_message");
    assertThat(attributes(span("commit"))).containsEntry("chat.message.duplicate", true);
  }

  @Test
  void givenMessageThatIsRefused_whenAppended_thenTheCommitHasTheCode() {
    Stretch stretch = traces.events().arrived("send_message");
    CompletionStage<MessageStore.Appended> sent = store.append(aDraft().to(Fixture.NOBODY).build());
    stretch.close();

    assertThatThrownBy(() -> await(sent)).isInstanceOf(ChatException.class);

    assertThat(attributes(span("commit"))).containsEntry("error.type", "receiver_not_found");
    assertThat(span("commit").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  /** Answers nothing. */
  private static final class Away implements MessageStore {
    private final MessageStore store;

    Away(MessageStore store) {
      this.store = store;
    }

    @Override
    public CompletionStage<Appended> append(MessageDraft draft, Consumer<Appended> onStored) {
      return CompletableFuture.failedFuture(new StoreUnavailableException("away"));
    }

    @Override
    public CompletionStage<Appended> refuse(MessageDraft draft, ChatException refusal) {
      return store.refuse(draft, refusal);
    }

    @Override
    public Changed delete(MessageId message) {
      return store.delete(message);
    }

    @Override
    public Changed restore(MessageId message) {
      return store.restore(message);
    }
  }

  @Test
  void givenStoreThatIsAway_whenAppended_thenCommitAndEventHaveFailed() {
    MessageStore away = traces.messages().traced(new Away(memory.messages()));
    Stretch stretch = traces.events().arrived("send_message");
    CompletionStage<MessageStore.Appended> sent =
        away.append(aDraft().build())
            .whenComplete((appended, failure) -> traces.events().failed("store_unavailable"));
    stretch.close();

    assertThatThrownBy(() -> await(sent)).isInstanceOf(StoreUnavailableException.class);

    assertThat(span("commit").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span("send_message").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void givenNobodyWhoIsFollowed_whenAppended_thenThereIsNoSpan() {
    await(store.append(aDraft().build()));

    assertThat(names()).isEmpty();
  }

  // --- off and on --------------------------------------------------------------------------------

  @Test
  void givenNoVariables_whenOpened_thenThereIsNothing() {
    for (Map<String, String> variables :
        List.of(
            Map.<String, String>of(),
            Map.of("OTEL_SERVICE_NAME", "chat"),
            Map.of("OTEL_TRACES_EXPORTER", "none"),
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:1",
                "OTEL_SDK_DISABLED",
                "true"))) {
      assertThat(ChatTraces.open(variables)).as("%s", variables).isEmpty();
    }
  }

  @Test
  void givenVariablesThatCannotBeFollowed_whenOpened_thenItIsSaidWhy() {
    assertThatThrownBy(() -> ChatTraces.open(Map.of("OTEL_TRACES_EXPORTER", "pigeon")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pigeon");
  }
}
