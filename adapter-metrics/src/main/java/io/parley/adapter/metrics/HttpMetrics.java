package io.parley.adapter.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Requests of the REST API, by route. */
public final class HttpMetrics {
  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
  private final CodeCounters errors;

  HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.errors =
        new CodeCounters(
            registry, "chat.http.errors", "REST requests that were refused, or failed", "route");
  }

  private record Key(String method, String route, int status) {}

  /**
   * A request was answered.
   *
   * @param method of the route
   * @param route as it is registered, never the path that was asked for
   */
  public void answered(String method, String route, int status, long nanos) {
    timers
        .computeIfAbsent(new Key(method, route, status), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The answer was an error. */
  public void failed(String route, String code) {
    errors.count(route, code);
  }

  private Timer timer(Key key) {
    return Timer.builder("chat.http.request")
        .description("REST requests, from the first byte of the header to the answer")
        .serviceLevelObjectives(Buckets.latencies())
        .tag("method", key.method())
        .tag("route", key.route())
        .tag("status", String.valueOf(key.status()))
        .register(registry);
  }
}
