package io.parley.bench.verify.fault;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that goes wrong.
 *
 * @param pause without a fault before it
 * @param length how long it lasts; zero for what happens in a moment
 * @param salt decides what chance has to decide while it happens
 */
public record Fault(FaultKind kind, Duration pause, Duration length, long salt) {
  @Override
  public String toString() {
    return length.isZero()
        ? kind.toString()
        : kind + String.format(Locale.ROOT, " for %.1f s", length.toMillis() / 1_000.0);
  }
}
