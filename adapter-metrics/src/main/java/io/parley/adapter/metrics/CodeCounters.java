package io.parley.adapter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts by a code and by what it is about; both are from sets that are known beforehand. */
final class CodeCounters {
  private final MeterRegistry registry;
  private final String name;
  private final String description;
  private final String label;
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

  /**
   * @param label names the first of the two labels; the other one is {@code code}
   */
  CodeCounters(MeterRegistry registry, String name, String description, String label) {
    this.registry = registry;
    this.name = name;
    this.description = description;
    this.label = label;
  }

  private record Key(String about, String code) {}

  void count(String about, String code) {
    counters.computeIfAbsent(new Key(about, code), this::counter).increment();
  }

  private Counter counter(Key key) {
    return Counter.builder(name)
        .description(description)
        .tag(label, key.about())
        .tag("code", key.code())
        .register(registry);
  }
}
