package io.parley.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogFormatTest {
  private static final Instant TIME = Instant.parse("2026-05-04T03:02:01.006Z");

  @Test
  void givenEntry_whenWritten_thenTimeLevelLoggerAndMessageAreOnOneLine() throws Exception {
    String written = write("plain text, ğüş", null);

    assertThat(written)
        .isEqualTo("2026-05-04T03:02:01.006Z WARN  io.parley.Test - plain text, ğüş\n");
  }

  @Test
  void givenControlCharacters_whenWritten_thenTheyAreVisible() throws Exception {
    String written = write("a\r\n2026 ERROR forged\u001b[31m\u2028\u202e\u0085\tb", null);

    assertThat(written)
        .endsWith("a\\r\\n2026 ERROR forged\\u001b[31m\\u2028\\u202e\\u0085\tb\n")
        .hasLineCount(1);
  }

  @Test
  void givenFailure_whenWritten_thenNoLineOfItLooksLikeAnEntry() throws Exception {
    String written = write("failed", new IllegalStateException("x\n2026 ERROR forged"));

    assertThat(written.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("    "));
  }

  // --- what an entry is about
  // ---------------------------------------------------------------------

  @Test
  void givenFields_whenWritten_thenTheyFollowTheMessageInOrderAndCannotBeForged() throws Exception {
    LoggerContext context = configured();
    LoggingEvent event = event(context, "failed", null);
    event.setMDCPropertyMap(Map.of("userId", "7", "requestId", "r-1"));
    event.addKeyValuePair(new KeyValuePair("event", "a b\n=\"x\" userId=8"));

    assertThat(encode(context, event))
        .endsWith(" - failed event=\"a b\\n='x' userId=8\" requestId=r-1 userId=7\n")
        .hasLineCount(1);
  }

  @Test
  void givenTrace_whenWritten_thenItIsNamedOnTheThreadThatWorksForIt() throws Exception {
    LoggerContext context = configured();
    SpanContext trace =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());

    AtomicReference<String> written = new AtomicReference<>("");
    Context.root()
        .with(Span.wrap(trace))
        .wrap(() -> written.set(encode(context, event(context, "within", null))))
        .run();

    assertThat(written.get())
        .endsWith(" - within span_id=b7ad6b7169203331 trace_id=0af7651916cd43dd8448eb211c80319c\n");
    assertThat(encode(context, event(context, "outside", null))).endsWith(" - outside\n");
  }

  // --- JSON --------------------------------------------------------------------------------------

  @Test
  void givenJson_whenEntryIsWritten_thenItIsOneObjectOnOneLineInAscii() throws Exception {
    String forged = "a\r\n2026 ERROR forged\u001b[31m\u2028\u202e\u0085\tb ğ";
    LoggerContext context = configured();
    LogOutput.becomeJson(context);
    LoggingEvent event = event(context, forged, new IllegalStateException("x\n2026 ERROR y"));
    event.setThreadName("main");
    event.setMDCPropertyMap(Map.of("requestId", "r-1"));
    event.addKeyValuePair(new KeyValuePair("userId", 7L));
    event.addKeyValuePair(new KeyValuePair("event", forged));

    String written = encode(context, event);

    assertThat(written).endsWith("}\n").hasLineCount(1).matches("[ -~]+\n");
    JsonNode entry = new ObjectMapper().readTree(written);
    assertThat(entry.path("timestamp").asText()).isEqualTo("2026-05-04T03:02:01.006Z");
    assertThat(entry.path("level").asText()).isEqualTo("WARN");
    assertThat(entry.path("logger").asText()).isEqualTo("io.parley.Test");
    assertThat(entry.path("thread").asText()).isEqualTo("main");
    assertThat(entry.path("message").asText()).isEqualTo(forged);
    assertThat(entry.path("requestId").asText()).isEqualTo("r-1");
    assertThat(entry.path("userId").asText()).isEqualTo("7");
    assertThat(entry.path("event").asText()).isEqualTo(forged);
    assertThat(entry.path("stackTrace").asText())
        .startsWith("java.lang.IllegalStateException: x\n2026 ERROR y\n");
    assertThat(entry).hasSize(9);
  }

  @Test
  void givenJson_whenEntryHasNothingMore_thenItHasFiveFields() throws Exception {
    LoggerContext context = configured();
    LogOutput.becomeJson(context);

    JsonNode entry = new ObjectMapper().readTree(encode(context, event(context, "plain", null)));

    assertThat(entry).hasSize(5);
  }

  private static String write(String message, @Nullable Throwable failure) throws JoranException {
    LoggerContext context = configured();
    return encode(context, event(context, message, failure));
  }

  private static LoggerContext configured() throws JoranException {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogFormatTest.class.getResource("/logback.xml"));
    return context;
  }

  private static LoggingEvent event(
      LoggerContext context, String message, @Nullable Throwable failure) {
    Logger logger = context.getLogger("io.parley.Test");
    LoggingEvent event =
        new LoggingEvent(LogFormatTest.class.getName(), logger, Level.WARN, message, failure, null);
    event.setInstant(TIME);
    return event;
  }

  @SuppressWarnings("unchecked") // the appender of logback.xml takes logging events
  private static String encode(LoggerContext context, LoggingEvent event) {
    ConsoleAppender<ILoggingEvent> appender =
        (ConsoleAppender<ILoggingEvent>)
            context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LogOutput.APPENDER);
    return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
