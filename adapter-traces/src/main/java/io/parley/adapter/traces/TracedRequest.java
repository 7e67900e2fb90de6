package io.parley.adapter.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Optional;

/** A request whose span has begun. Thread-safe. */
public final class TracedRequest {
  private static final int SERVERS_FAULT = 500;

  private final String method;
  private final Span span;
  private final Context context;

  TracedRequest(String method, Span span, Context context) {
    this.method = method;
    this.span = span;
    this.context = context;
  }

  /** Lets this thread go on with the request, until the end of what comes back. */
  @SuppressWarnings("MustBeClosedChecker") // whoever gets the stretch closes it
  public Stretch enter() {
    return context.makeCurrent()::close;
  }

  /**
   * Ends the span.
   *
   * @param route as it is registered
   * @param code of an error
   */
  public void answered(String route, int status, Optional<String> code) {
    span.updateName(method + " " + route);
    span.setAttribute(Names.HTTP_ROUTE, route);
    span.setAttribute(Names.HTTP_STATUS, status);
    code.ifPresent(why -> span.setAttribute(Names.ERROR, why));
    if (status >= SERVERS_FAULT) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  /** Ends the span of one whose answer could not be given; else it has ended. */
  public void ended() {
    span.end();
  }
}
