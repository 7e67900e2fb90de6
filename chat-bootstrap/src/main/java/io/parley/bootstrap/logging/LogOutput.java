package io.parley.bootstrap.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.Encoder;
import net.logstash.logback.composite.AbstractFieldJsonProvider;
import net.logstash.logback.composite.JsonProviders;
import net.logstash.logback.composite.loggingevent.LogLevelJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggerNameJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventFormattedTimestampJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventThreadNameJsonProvider;
import net.logstash.logback.composite.loggingevent.MessageJsonProvider;
import net.logstash.logback.composite.loggingevent.StackTraceJsonProvider;
import net.logstash.logback.decorate.EscapeNonAsciiJsonFactoryDecorator;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** What {@code logback.xml} sends to standard error, and how. */
public final class LogOutput {
  /** The appender of {@code logback.xml}. */
  static final String APPENDER = "stderr";

  private static final String TIME = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";

  private LogOutput() {}

  /** What libraries tell the JDK's own logging goes where all else goes, in its form. */
  public static void takeJdkLogging() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** From now on each entry is one JSON object on one line. */
  public static void becomeJson() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      becomeJson(context);
    }
  }

  static void becomeJson(LoggerContext context) {
    Appender<ILoggingEvent> appender =
        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER);
    if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
      console.setEncoder(json(context));
    }
  }

  /** ASCII only, so that what separates lines, or hides them, is an escape like any other. */
  private static Encoder<ILoggingEvent> json(Context context) {
    var encoder = new LoggingEventCompositeJsonEncoder();
    encoder.setContext(context);
    encoder.setJsonFactoryDecorator(new EscapeNonAsciiJsonFactoryDecorator());
    JsonProviders<ILoggingEvent> providers = encoder.getProviders();
    var time = new LoggingEventFormattedTimestampJsonProvider();
    time.setPattern(TIME);
    time.setTimeZone("UTC");
    providers.addProvider(named("timestamp", time));
    providers.addProvider(named("level", new LogLevelJsonProvider()));
    providers.addProvider(named("logger", new LoggerNameJsonProvider()));
    providers.addProvider(named("thread", new LoggingEventThreadNameJsonProvider()));
    providers.addProvider(named("message", new MessageJsonProvider()));
    providers.addProvider(new FieldsJsonProvider());
    providers.addProvider(named("stackTrace", new StackTraceJsonProvider()));
    encoder.start();
    return encoder;
  }

  private static <P extends AbstractFieldJsonProvider<ILoggingEvent>> P named(
      String name, P provider) {
    provider.setFieldName(name);
    return provider;
  }
}
