package io.parley.adapter.rest;

import java.util.Map;
import java.util.function.BooleanSupplier;

/** Whether new requests are welcome, and how what they need fares. Answers from memory. */
public interface Readiness {
  /** One that says nothing beyond yes or no. */
  static Readiness of(BooleanSupplier ready) {
    return new Readiness() {
      @Override
      public boolean isReady() {
        return ready.getAsBoolean();
      }

      @Override
      public Map<String, String> parts() {
        return Map.of();
      }
    };
  }

  /** Whether new requests are welcome; they may be even if a part is away for a while. */
  boolean isReady();

  /** The state of each part by its name, such as {@code database} and {@code up}. */
  Map<String, String> parts();
}
