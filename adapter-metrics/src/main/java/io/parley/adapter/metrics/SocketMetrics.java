package io.parley.adapter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Events of Socket.IO clients. */
public final class SocketMetrics {
  private final MeterRegistry registry;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
  private final CodeCounters errors;

  SocketMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.errors =
        new CodeCounters(
            registry,
            "chat.socket.event.errors",
            "Events of clients that were refused, or failed",
            "event");
  }

  /**
   * An event was answered, one way or the other.
   *
   * @param event one that has a handler
   */
  public void answered(String event, long nanos) {
    timers.computeIfAbsent(event, this::timer).record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * An event was refused, or failed.
   *
   * @param event one that has a handler, or {@code unknown}
   */
  public void failed(String event, String code) {
    errors.count(event, code);
  }

  /** A connection was not let in. */
  public void refused(String code) {
    refusals.computeIfAbsent(code, this::refusal).increment();
  }

  private Timer timer(String event) {
    return Timer.builder("chat.socket.event")
        .description("Events of clients, from their arrival to their acknowledgement")
        .serviceLevelObjectives(Buckets.latencies())
        .tag("event", event)
        .register(registry);
  }

  private Counter refusal(String code) {
    return Counter.builder("chat.socket.connects.refused")
        .description("Sockets whose users were not let in")
        .tag("code", code)
        .register(registry);
  }
}
