package io.parley.bench.abuse;

import io.parley.bench.abuse.Tally.Kind;
import io.parley.bench.report.Figures;
import io.parley.bench.report.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** What one attack has done, in all of its rounds. */
final class Finding {
  private static final int PERCENTILE = 99;

  private final String attack;
  private final Tally tally;
  private final Histogram during = new Histogram(3);
  private final Histogram quiet = new Histogram(3);
  private final List<Double> ratios = new ArrayList<>();
  private int lost;

  Finding(String attack, String canary) {
    this.attack = attack;
    this.tally = new Tally(canary);
  }

  Tally tally() {
    return tally;
  }

  /** The messages of honest users in one round: the attack, and the quiet before and after it. */
  void add(HonestLoad.Window attacked, HonestLoad.Window before, HonestLoad.Window after) {
    Histogram around = before.latency().copy();
    around.add(after.latency());
    quiet.add(around);
    during.add(attacked.latency());
    ratios.add(
        (double) attacked.latency().getValueAtPercentile(PERCENTILE)
            / Math.max(1, around.getValueAtPercentile(PERCENTILE)));
    lost += attacked.lost() + before.lost() + after.lost();
  }

  /** How many times as long as in quiet the slowest hundredth takes at least; of some rounds. */
  double ratio() {
    return Median.of(ratios.stream().mapToDouble(Double::doubleValue));
  }

  /** Whether nothing was granted, nothing broke and nothing was lost. */
  boolean isClean() {
    return tally.granted() == 0 && tally.broken() == 0 && lost == 0;
  }

  static String header() {
    return "| Attack | Attempts | "
        + Stream.of(Kind.values()).map(Kind::wireName).collect(Collectors.joining(" | "))
        + " | Granted | Broken | Lost | p50 ms | p99 ms | p99 in quiet | Ratio |\n"
        + "|---".repeat(Kind.values().length + 9)
        + "|\n";
  }

  String row() {
    return "| "
        + attack
        + " | "
        + tally.attempts()
        + " | "
        + Stream.of(Kind.values())
            .map(kind -> Long.toString(tally.count(kind)))
            .collect(Collectors.joining(" | "))
        + String.format(
            Locale.ROOT,
            " | %d | %d | %d | %.1f | %.1f | %.1f | %.2f |%n",
            tally.granted(),
            tally.broken(),
            lost,
            during.getValueAtPercentile(50) / 1e6,
            during.getValueAtPercentile(PERCENTILE) / 1e6,
            quiet.getValueAtPercentile(PERCENTILE) / 1e6,
            ratio());
  }

  void addTo(Figures figures) {
    String name = attack.replace('-', '_');
    figures.add(name + "_attempts", tally.attempts());
    for (Kind kind : Kind.values()) {
      if (tally.count(kind) > 0) {
        figures.add(name + "_" + kind.wireName(), tally.count(kind));
      }
    }
    tally.notes().forEach((note, value) -> figures.add(name + "_" + note, value));
    figures
        .add(name + "_granted", tally.granted())
        .add(name + "_broken", tally.broken())
        .add(name + "_lost", lost)
        .addMillis(name + "_p50_ms", during.getValueAtPercentile(50))
        .addMillis(name + "_p99_ms", during.getValueAtPercentile(PERCENTILE))
        .addMillis(name + "_quiet_p50_ms", quiet.getValueAtPercentile(50))
        .addMillis(name + "_quiet_p99_ms", quiet.getValueAtPercentile(PERCENTILE))
        .add(name + "_ratio", Math.round(ratio() * 100) / 100.0);
  }
}
