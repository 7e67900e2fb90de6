package io.parley.adapter.traces;

import static java.util.stream.Collectors.joining;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The variables of OpenTelemetry's specification, {@code OTEL_...}. Nothing is sent anywhere unless
 * one of them names where to, or an exporter.
 */
final class StandardVariables {
  private static final String PREFIX = "OTEL_";

  /** Where ours differ from the SDK's: metrics are for Prometheus, and logs for standard error. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "chat",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  private StandardVariables() {}

  static Optional<OpenTelemetrySdk> read(Map<String, String> variables) {
    if (!wantTraces(variables)) {
      return Optional.empty();
    }
    Map<String, String> properties = new HashMap<>(DEFAULTS);
    variables.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !value.isBlank()) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    try {
      return Optional.of(
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> properties)
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk());
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException(withCauses(e), e);
    }
  }

  /** The SDK names what it did not expect in a cause only; an address may have a password in it. */
  private static String withCauses(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .distinct()
        .collect(joining(": "))
        .replaceAll("//[^/@]*@", "//");
  }

  private static boolean wantTraces(Map<String, String> variables) {
    String exporter = value(variables, "TRACES_EXPORTER");
    boolean named =
        !exporter.isEmpty()
            || !value(variables, "EXPORTER_OTLP_ENDPOINT").isEmpty()
            || !value(variables, "EXPORTER_OTLP_TRACES_ENDPOINT").isEmpty();
    return named && !exporter.equals("none") && !value(variables, "SDK_DISABLED").equals("true");
  }

  private static String value(Map<String, String> variables, String name) {
    return variables.getOrDefault(PREFIX + name, "").strip().toLowerCase(Locale.ROOT);
  }
}
