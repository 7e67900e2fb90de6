package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.RateLimitedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a handler threw into a status and a JSON body. */
final class ErrorAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

  /** Long enough for a queue to empty, short enough that nobody notices. */
  private static final String RETRY_AFTER_SECONDS = "1";

  private static final String CODE = ErrorAnswers.class.getName();

  private ErrorAnswers() {}

  /** The code of the error that a request was answered with, if it was one. */
  static Optional<String> codeOf(Context ctx) {
    return Optional.ofNullable(ctx.attribute(CODE));
  }

  /**
   * The server may have ended a request whose answer took too long, and then there is nothing left
   * of it to answer. Never throws: Javalin would hand that back in, and so on for ever.
   */
  static void answerUnlessOver(Throwable failure, Context ctx) {
    try {
      answer(failure, ctx);
    } catch (RuntimeException e) {
      if (isOver(ctx)) {
        LOG.info("A request was over before it could be answered: {}", e.toString());
      } else {
        e.addSuppressed(failure);
        LOG.error("The failure of a request could not be told", e);
      }
    }
  }

  private static boolean isOver(Context ctx) {
    try {
      return ctx.statusCode() < 0;
    } catch (RuntimeException over) {
      return true; // the server has taken its parts back
    }
  }

  static void answer(Throwable failure, Context ctx) {
    Throwable cause = ChatException.unwrap(failure);
    if (cause instanceof ChatException refusal) {
      answer(refusal, ctx);
    } else if (cause instanceof RejectedExecutionException) {
      answer(new ChatException(ErrorCode.STORE_UNAVAILABLE, "Too many requests wait"), ctx);
    } else if (cause instanceof TransportException misuse) {
      answer(misuse.error(), ctx);
    } else if (cause instanceof HttpResponseException unmatched) {
      allowedMethods(unmatched, ctx);
      answer(TransportError.ofStatus(unmatched.getStatus()), ctx);
    } else if (cause instanceof HttpException unreadable && unreadable.getCode() < 500) {
      answer(TransportError.ofStatus(unreadable.getCode()), ctx);
    } else {
      RequestMark.of(ctx).run(() -> LOG.error("Request {} failed", RequestIds.of(ctx), cause));
      answer(TransportError.INTERNAL, ctx);
    }
  }

  static void answer(TransportError error, Context ctx) {
    if (error == TransportError.NOT_READY) {
      ctx.header(Header.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    write(ctx, error.status(), error.wireName(), ErrorResponse.from(error, RequestIds.of(ctx)));
  }

  /** The error of a service that is not ready, with the state of its parts. */
  static void notReady(Map<String, String> parts, Context ctx) {
    TransportError error = TransportError.NOT_READY;
    Map<String, String> body = new LinkedHashMap<>();
    body.put("error", error.text());
    body.put("code", error.wireName());
    body.put("requestId", RequestIds.of(ctx));
    body.putAll(parts);
    ctx.header(Header.RETRY_AFTER, RETRY_AFTER_SECONDS);
    write(ctx, error.status(), error.wireName(), body);
  }

  /** Gives a body to an error that so far has only a status. */
  static void answerIfEmpty(Context ctx) {
    int status = ctx.statusCode();
    if (status >= 400 && ctx.resultInputStream() == null) {
      TransportError error = TransportError.ofStatus(status);
      write(ctx, status, error.wireName(), ErrorResponse.from(error, RequestIds.of(ctx)));
    }
  }

  private static void answer(ChatException refusal, Context ctx) {
    if (refusal instanceof RateLimitedException limited) {
      ctx.header(Header.RETRY_AFTER, String.valueOf(wholeSeconds(limited.retryAfter())));
    } else if (refusal.code().retryable()) {
      ctx.header(Header.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    write(
        ctx,
        StatusCodes.statusOf(refusal.code()).getCode(),
        refusal.code().wireName(),
        bodyOf(refusal, RequestIds.of(ctx)));
  }

  private static long wholeSeconds(Duration time) {
    return time.plusSeconds(1).minusNanos(1).toSeconds();
  }

  private static Object bodyOf(ChatException refusal, String requestId) {
    return switch (refusal.code()) {
      case NO_TOKEN -> UnauthorizedResponse.noToken(requestId);
      case INVALID_TOKEN -> UnauthorizedResponse.invalidToken(requestId);
      default -> ErrorResponse.from(refusal, requestId);
    };
  }

  /** Javalin names this detail after the kind of client. */
  private static void allowedMethods(HttpResponseException unmatched, Context ctx) {
    unmatched.getDetails().values().stream()
        .findFirst()
        .filter(allowed -> unmatched.getStatus() == TransportError.METHOD_NOT_ALLOWED.status())
        .ifPresent(allowed -> ctx.header(Header.ALLOW, allowed));
  }

  private static void write(Context ctx, int status, String code, Object body) {
    ctx.attribute(CODE, code);
    ctx.status(status).contentType(Json.CONTENT_TYPE).result(Json.bytes(body));
  }
}
