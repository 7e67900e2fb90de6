package io.parley.adapter.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.Set;

/**
 * Events of Socket.IO clients, each the beginning of a trace: frames of a socket bring none. It is
 * told of an answer in the context of the event, on whichever thread that is.
 */
public final class EventTraces {
  private static final ContextKey<Span> EVENT = ContextKey.named("io.parley.chat.event");

  /** The codes that are no refusals, but failures. */
  private static final Set<String> FAULTS = Set.of("internal_error", "store_unavailable");

  private final Tracer tracer;

  EventTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Begins the span of an event, and lets this thread work for it until the end of what comes back.
   *
   * @param event one that has a handler
   */
  @SuppressWarnings("MustBeClosedChecker") // whoever gets the stretch closes it
  public Stretch arrived(String event) {
    Span span =
        tracer
            .spanBuilder(event)
            .setNoParent() // the thread may be one that has just answered another event
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(Names.EVENT, event)
            .startSpan();
    return Context.root().with(span).with(EVENT, span).makeCurrent()::close;
  }

  /** The event that this thread works for is answered; its span ends. */
  public void answered() {
    Span span = Context.current().get(EVENT);
    if (span != null) {
      span.end();
    }
  }

  /** As above, with an error of that code. */
  public void failed(String code) {
    Span span = Context.current().get(EVENT);
    if (span != null) {
      span.setAttribute(Names.ERROR, code);
      if (FAULTS.contains(code)) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }
}
