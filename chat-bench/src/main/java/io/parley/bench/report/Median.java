package io.parley.bench.report;

import java.util.stream.DoubleStream;

/** The middle of several measurements of the same thing. */
public final class Median {
  private Median() {}

  /** The value in the middle, or the mean of the two there; 0 if there is none. */
  public static double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return 0;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
