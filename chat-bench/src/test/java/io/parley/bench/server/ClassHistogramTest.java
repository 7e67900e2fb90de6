package io.parley.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bench.server.ClassHistogram.Count;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassHistogramTest {
  private static final String OUTPUT =
      """
      4711:
       num     #instances         #bytes  class name (module)
      -------------------------------------------------------
         1:         80000        6400000  [B (java.base@17.0.15)
         2:            10            240  java.lang.String (java.base@17.0.15)
         3:             2             64  io.parley.Twice
         4:             1             32  io.parley.Twice
      Total         80013        6400336
      """;

  @Test
  void givenOutputOfJcmd_whenParsed_thenClassesOfOneNameAreAdded() {
    ClassHistogram histogram = ClassHistogram.parse(OUTPUT.lines());

    assertThat(histogram.classes())
        .containsOnly(
            Map.entry("[B", new Count(80_000, 6_400_000)),
            Map.entry("java.lang.String", new Count(10, 240)),
            Map.entry("io.parley.Twice", new Count(3, 96)));
    assertThat(histogram.bytes()).isEqualTo(6_400_336);
    assertThat(histogram.instances(String.class)).isEqualTo(10);
    assertThat(histogram.instances(Integer.class)).isZero();
  }

  @Test
  void givenTwo_whenSubtracted_thenWhatWasAddedIsFirstAndWhatIsGoneIsLast() {
    ClassHistogram before =
        new ClassHistogram(Map.of("same", new Count(1, 16), "gone", new Count(2, 32)));
    ClassHistogram with =
        new ClassHistogram(Map.of("same", new Count(1, 16), "added", new Count(3, 72)));

    ClassHistogram difference = with.minus(before);

    assertThat(difference.largest(3))
        .containsExactly(
            Map.entry("added", new Count(3, 72)),
            Map.entry("same", new Count(0, 0)),
            Map.entry("gone", new Count(-2, -32)));
    assertThat(difference.largest(1)).hasSize(1);
  }
}
