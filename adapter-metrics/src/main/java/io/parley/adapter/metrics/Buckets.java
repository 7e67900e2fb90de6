package io.parley.adapter.metrics;

import java.time.Duration;

/** The bounds of all histograms: few and fixed, so that nodes and versions can be added up. */
final class Buckets {
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5)
  };

  private static final double[] GROUP_SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256};

  private Buckets() {}

  /** From a millisecond to what a send waits for at most. */
  static Duration[] latencies() {
    return LATENCIES.clone();
  }

  /** To the largest group that is stored together. */
  static double[] groupSizes() {
    return GROUP_SIZES.clone();
  }
}
