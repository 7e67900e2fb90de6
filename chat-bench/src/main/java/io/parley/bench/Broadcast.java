package io.parley.bench;

import io.parley.bench.client.EventLoop;
import io.parley.bench.report.Figures;
import io.parley.bench.report.Median;
import io.parley.bench.server.BroadcastServer;
import io.parley.bench.server.ChildProcess;
import io.parley.bench.server.NodePeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "broadcast",
    mixinStandardHelpOptions = true,
    description =
        "One room with all sockets; one of them publishes in a closed loop. Our server and the one"
            + " for Node.js take turns, each in a process of its own. Figures of several rounds are"
            + " their medians. Fails if an event is lost, doubled or out of order.")
final class Broadcast implements Callable<Integer> {
  private static final int UNAVAILABLE = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--sockets",
      defaultValue = "1000",
      description = "Sockets in the room (${DEFAULT-VALUE}).")
  private int sockets;

  @Option(
      names = "--bytes",
      defaultValue = "256",
      description = "Length of the text of an event (${DEFAULT-VALUE}).")
  private int bytes;

  @Option(
      names = "--in-flight",
      defaultValue = "4",
      description = "Events under way (${DEFAULT-VALUE}).")
  private int inFlight;

  @Option(
      names = "--warmup",
      defaultValue = "5",
      description = "Seconds before it is measured (${DEFAULT-VALUE}).")
  private int warmup;

  @Option(names = "--seconds", defaultValue = "10", description = "Measured (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--rounds",
      defaultValue = "1",
      description = "How often each server has its turn (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--peer",
      defaultValue = "node",
      converter = PeerConverter.class,
      description = "What to compare with: node, or none (${DEFAULT-VALUE}).")
  private Peer peer = Peer.NODE;

  @Option(
      names = "--jvm",
      split = " ",
      defaultValue = "-Xmx1g",
      description = "Flags for our server's JVM (${DEFAULT-VALUE}).")
  private List<String> jvmFlags = new ArrayList<>();

  private enum Peer {
    NODE,
    NONE
  }

  @Override
  public Integer call() throws Exception {
    NodePeer node;
    try {
      node = peer == Peer.NODE ? NodePeer.install() : null;
    } catch (NodePeer.Unavailable e) {
      spec.commandLine()
          .getErr()
          .println(e.getMessage() + "; --peer none measures our server alone");
      return UNAVAILABLE;
    }
    List<BroadcastRun.Outcome> ours = new ArrayList<>();
    List<BroadcastRun.Outcome> theirs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      ours.add(run(() -> BroadcastServer.start(jvmFlags)));
      if (node != null) {
        theirs.add(run(node::start));
      }
    }
    return report(node, ours, theirs);
  }

  /** Starts a server. */
  private interface Start {
    ChildProcess start() throws IOException;
  }

  private BroadcastRun.Outcome run(Start start) throws IOException, InterruptedException {
    try (ChildProcess server = start.start();
        EventLoop loop = new EventLoop()) {
      var address = new InetSocketAddress(server.address().getHost(), server.address().getPort());
      var room = new Room(loop, address, bytes);
      room.join(sockets);
      return new BroadcastRun(loop, room, inFlight)
          .run(
              Duration.ofSeconds(warmup),
              Duration.ofSeconds(seconds),
              BroadcastRun.DRAIN_LIMIT,
              server::cpu);
    }
  }

  private int report(
      @Nullable NodePeer node, List<BroadcastRun.Outcome> ours, List<BroadcastRun.Outcome> theirs) {
    Figures figures =
        new Figures()
            .add("scenario", "broadcast")
            .add("sockets", sockets)
            .add("bytes", bytes)
            .add("in_flight", inFlight)
            .add("seconds", seconds)
            .add("rounds", rounds);
    Room.Losses losses = addServer(figures, "ours", ours);
    if (node != null) {
      figures.add("peer", node.description());
      losses = losses.plus(addServer(figures, "peer", theirs));
      double ratio = median(ours, BroadcastRun.Outcome::perSecond);
      ratio /= median(theirs, BroadcastRun.Outcome::perSecond);
      figures.add("ratio", Math.round(ratio * 100) / 100.0);
    }
    figures
        .add("lost", losses.lost())
        .add("duplicated", losses.duplicated())
        .add("out_of_order", losses.outOfOrder())
        .add("failure", losses.failure().replace('"', '\''));
    spec.commandLine().getOut().print(figures.toTable());
    spec.commandLine().getOut().println(figures.toJson());
    return losses.isClean() ? 0 : 1;
  }

  private Room.Losses addServer(Figures figures, String name, List<BroadcastRun.Outcome> runs) {
    figures
        .add(
            name + "_deliveries_per_second",
            Math.round(median(runs, BroadcastRun.Outcome::perSecond)))
        .addMillis(name + "_p50_ms", Math.round(median(runs, run -> run.latencyNanos(50))))
        .addMillis(name + "_p99_ms", Math.round(median(runs, run -> run.latencyNanos(99))))
        .add(
            name + "_server_cpu_percent",
            Math.round(median(runs, BroadcastRun.Outcome::serverCpuPercent)))
        .add(
            name + "_generator_cpu_percent",
            Math.round(median(runs, BroadcastRun.Outcome::generatorCpuPercent)));
    if (rounds > 1) {
      figures.add(name + "_each_round", eachRound(runs));
    }
    return runs.stream()
        .map(BroadcastRun.Outcome::losses)
        .reduce(Room.Losses.NONE, Room.Losses::plus);
  }

  private static double median(
      List<BroadcastRun.Outcome> runs, ToDoubleFunction<BroadcastRun.Outcome> figure) {
    return Median.of(runs.stream().mapToDouble(figure));
  }

  private static String eachRound(List<BroadcastRun.Outcome> runs) {
    return runs.stream()
        .map(run -> String.valueOf(Math.round(run.perSecond())))
        .collect(Collectors.joining(" "));
  }

  private static final class PeerConverter implements ITypeConverter<Peer> {
    @Override
    public Peer convert(String text) {
      try {
        return Peer.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("there is no peer " + text);
      }
    }
  }
}
