package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.parley.adapter.rest.RequestObserver.Answered;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each request; never a query, a header or a body, where tokens and texts are. Tells
 * who observes the requests, and who follows this one, as well.
 */
final class RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  private static final int MAX_CHARACTERS = 256;
  private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]");

  private static final String NONE = "none";
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final RequestObserver observer;

  RequestLog(RequestObserver observer) {
    this.observer = observer;
  }

  void write(Context ctx, Float millis) {
    Endpoint endpoint = ctx.endpoints().lastHttpEndpoint();
    Answered answer =
        new Answered(
            endpoint == null ? NONE : endpoint.method.name(),
            endpoint == null ? NONE : endpoint.path,
            ctx.statusCode(),
            ErrorAnswers.codeOf(ctx),
            (long) (millis * NANOS_PER_MILLI));
    observer.answered(answer);
    RequestMark.of(ctx).run(() -> log(ctx, millis));
    RequestMark.followedBy(ctx).answered(answer);
  }

  private static void log(Context ctx, float millis) {
    LoggingEventBuilder line =
        ErrorAnswers.codeOf(ctx)
            .map(code -> LOG.atInfo().addKeyValue("code", code))
            .orElseGet(LOG::atInfo);
    line.log(
        "{} {} {} {}ms client={}",
        printable(ctx.method().name()),
        printable(ctx.path()),
        ctx.statusCode(),
        Math.round(millis),
        printable(ctx.ip()));
  }

  /** A line stays one line, and a terminal stays in its state. */
  private static String printable(String text) {
    String head = text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
    return UNPRINTABLE.matcher(head).replaceAll("?");
  }
}
