package io.parley.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.event.KeyValuePair;

/**
 * What an entry is about, beside its message: what the thread is at, what the line itself names,
 * and the trace that it belongs to, under the names that OpenTelemetry's specification has for it.
 */
final class LogFields {
  private static final String TRACE = "trace_id";
  private static final String SPAN = "span_id";

  private LogFields() {}

  /** By their names; to be asked on the thread that logs. */
  static SortedMap<String, String> of(ILoggingEvent event) {
    SortedMap<String, String> fields = new TreeMap<>();
    SpanContext trace = Span.current().getSpanContext();
    if (trace.isValid()) {
      fields.put(TRACE, trace.getTraceId());
      fields.put(SPAN, trace.getSpanId());
    }
    fields.putAll(event.getMDCPropertyMap());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
    }
    return fields;
  }
}
