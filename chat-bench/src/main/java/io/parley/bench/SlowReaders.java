package io.parley.bench;

import io.parley.bench.SlowReadersRun.Phase;
import io.parley.bench.SlowReadersRun.Round;
import io.parley.bench.client.EventLoop;
import io.parley.bench.report.Figures;
import io.parley.bench.report.Median;
import io.parley.bench.server.BroadcastServer;
import io.parley.bench.server.ChildProcess;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "slow-readers",
    mixinStandardHelpOptions = true,
    description =
        "A room at a steady rate, before, while and after some sockets in it stop reading. Latencies"
            + " are of all rounds together, memory is the median. Fails if one of the others misses"
            + " anything or one that does not read is not cut off.")
final class SlowReaders implements Callable<Integer> {
  private static final double MEBI = 1 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--sockets",
      defaultValue = "200",
      description = "Healthy sockets in the room (${DEFAULT-VALUE}).")
  private int sockets;

  @Option(
      names = "--stalled",
      defaultValue = "20",
      description = "Sockets that stop reading, in each round (${DEFAULT-VALUE}).")
  private int stalled;

  @Option(
      names = "--bytes",
      defaultValue = "16384",
      description = "Length of the text of an event (${DEFAULT-VALUE}).")
  private int bytes;

  @Option(
      names = "--rate",
      defaultValue = "50",
      description = "Events per second (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--warmup",
      defaultValue = "15",
      description = "Seconds before the first round (${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--seconds",
      defaultValue = "7",
      description = "Length of each of a round's three phases (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--rounds", defaultValue = "5", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--queue-bytes",
      defaultValue = "4194304",
      description = "Bytes that may wait for a client before it is cut off (${DEFAULT-VALUE}).")
  private long queueBytes;

  @Option(
      names = "--cut-limit",
      defaultValue = "30",
      description = "Seconds to wait for the last to be cut off (${DEFAULT-VALUE}).")
  private int cutLimit;

  @Option(
      names = "--jvm",
      split = " ",
      defaultValue = "-Xmx1g",
      description = "Flags for the server's JVM (${DEFAULT-VALUE}).")
  private List<String> jvmFlags = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    try (ChildProcess server = BroadcastServer.start(jvmFlags, queueBytes);
        EventLoop loop = new EventLoop()) {
      var address = new InetSocketAddress(server.address().getHost(), server.address().getPort());
      var room = new Room(loop, address, bytes);
      room.join(sockets);
      var plan =
          new SlowReadersRun.Plan(
              rate,
              stalled,
              rounds,
              Duration.ofSeconds(warmup),
              Duration.ofSeconds(seconds),
              Duration.ofSeconds(cutLimit));
      SlowReadersRun.Outcome outcome =
          new SlowReadersRun(loop, address, server.memory()::residentBytesIfKnown, room, plan)
              .run();
      Figures figures = figures(outcome);
      spec.commandLine().getOut().print(figures.toTable());
      spec.commandLine().getOut().println(figures.toJson());
      return outcome.isClean(stalled) ? 0 : 1;
    }
  }

  private Figures figures(SlowReadersRun.Outcome outcome) {
    List<Round> all = outcome.rounds();
    Figures figures =
        new Figures()
            .add("scenario", "slow-readers")
            .add("sockets", sockets)
            .add("stalled", stalled)
            .add("bytes", bytes)
            .add("rate", rate)
            .add("seconds", seconds)
            .add("rounds", rounds)
            .add("queue_bytes", queueBytes);
    addPhase(figures, "before", all, Round::before);
    addPhase(figures, "during", all, Round::during);
    addPhase(figures, "after", all, Round::after);
    Room.Losses losses = outcome.losses();
    return figures
        .add("change_percent", changePercent(all))
        .add("cut_off", outcome.cutOff())
        .add("seconds_until_cut", rounded(median(all, round -> round.cutNanos() / 1e9)))
        .add("published", outcome.published())
        .add("lost", losses.lost())
        .add("duplicated", losses.duplicated())
        .add("out_of_order", losses.outOfOrder())
        .add("failure", losses.failure().replace('"', '\''));
  }

  private static void addPhase(
      Figures figures, String name, List<Round> all, Function<Round, Phase> phase) {
    Histogram latency = latency(all, phase);
    figures
        .addMillis("p50_" + name + "_ms", latency.getValueAtPercentile(50))
        .addMillis("p99_" + name + "_ms", latency.getValueAtPercentile(99))
        .add(
            "heap_" + name + "_mb",
            rounded(median(all, round -> phase.apply(round).heapBytes() / MEBI)))
        .add(
            "rss_" + name + "_mb",
            rounded(median(all, round -> phase.apply(round).residentBytes() / MEBI)));
  }

  /**
   * How much longer deliveries took while some sockets did not read, at the 99th percentile. What
   * came before and what came after count alike, so that a drift over time does not count.
   */
  private static double changePercent(List<Round> all) {
    Histogram healthy = latency(all, Round::before);
    healthy.add(latency(all, Round::after));
    double usual = healthy.getValueAtPercentile(99);
    return rounded(100 * (latency(all, Round::during).getValueAtPercentile(99) - usual) / usual);
  }

  private static Histogram latency(List<Round> all, Function<Round, Phase> phase) {
    Histogram together = new Histogram(3);
    all.forEach(round -> together.add(phase.apply(round).latency()));
    return together;
  }

  private static double median(List<Round> all, ToDoubleFunction<Round> figure) {
    return Median.of(all.stream().mapToDouble(figure));
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
