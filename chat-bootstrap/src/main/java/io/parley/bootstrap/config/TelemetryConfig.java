package io.parley.bootstrap.config;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The standard variables of OpenTelemetry. They are no settings of ours: its library checks them.
 *
 * @param variables by their names, {@code OTEL_...}; headers of requests are among them
 */
public record TelemetryConfig(Map<String, String> variables) {
  private static final String PREFIX = "OTEL_";

  public TelemetryConfig {
    variables = Map.copyOf(variables);
  }

  static TelemetryConfig read(Map<String, String> values) {
    return new TelemetryConfig(
        values.entrySet().stream()
            .filter(value -> value.getKey().startsWith(PREFIX))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** The names alone: there may be credentials in the values. */
  @Override
  public String toString() {
    return "TelemetryConfig" + new TreeSet<>(variables.keySet());
  }
}
