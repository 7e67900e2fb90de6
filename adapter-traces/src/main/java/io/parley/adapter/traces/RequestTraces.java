package io.parley.adapter.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests of the REST API, each a span that goes on with the trace that its header names (W3C
 * {@code traceparent}, unless {@code OTEL_PROPAGATORS} says otherwise).
 */
public final class RequestTraces {
  /**
   * Methods by RFC 9110 and 5789. Any other is made up by a client: it would be a name of its own.
   */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  private static final String OTHER_METHOD = "_OTHER";

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  RequestTraces(Tracer tracer, TextMapPropagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  /**
   * Begins the span of a request.
   *
   * @param asked the method, which may be anything
   * @param headers the first value of a field of its header, by the field's name
   */
  public TracedRequest arrived(String asked, Function<String, Optional<String>> headers) {
    String method = METHODS.contains(asked) ? asked : OTHER_METHOD;
    Context here = Context.current();
    Context parent =
        Span.fromContext(here).getSpanContext().isValid() // the agent has looked at the header
            ? here
            : propagator.extract(here, headers, FirstValues.INSTANCE);
    Span span =
        tracer
            .spanBuilder(method)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(Names.HTTP_METHOD, method)
            .startSpan();
    return new TracedRequest(method, span, parent.with(span));
  }

  private enum FirstValues implements TextMapGetter<Function<String, Optional<String>>> {
    INSTANCE;

    /** Nobody asks for them: propagators know the names of their fields. */
    @Override
    public Iterable<String> keys(Function<String, Optional<String>> headers) {
      return List.of();
    }

    @Override
    public @Nullable String get(@Nullable Function<String, Optional<String>> headers, String name) {
      return headers == null ? null : headers.apply(name).orElse(null);
    }
  }
}
