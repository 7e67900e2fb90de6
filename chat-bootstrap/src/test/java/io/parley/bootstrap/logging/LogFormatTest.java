package io.parley.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

  private static String write(String message, @Nullable Throwable failure) throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogFormatTest.class.getResource("/logback.xml"));
    Logger logger = context.getLogger("io.parley.Test");
    LoggingEvent event =
        new LoggingEvent(LogFormatTest.class.getName(), logger, Level.WARN, message, failure, null);
    event.setInstant(TIME);
    ConsoleAppender<?> appender =
        (ConsoleAppender<?>) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
    return encode(appender, event);
  }

  @SuppressWarnings("unchecked") // the appender of logback.xml takes logging events
  private static String encode(ConsoleAppender<?> appender, LoggingEvent event) {
    byte[] bytes =
        ((ConsoleAppender<ch.qos.logback.classic.spi.ILoggingEvent>) appender)
            .getEncoder()
            .encode(event);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
