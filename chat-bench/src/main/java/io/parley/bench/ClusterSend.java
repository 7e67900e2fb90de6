package io.parley.bench;

import io.parley.bench.client.EventLoop;
import io.parley.bench.report.Figures;
import io.parley.bench.server.Layout;
import io.parley.bench.server.ServiceCluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "cluster-send",
    mixinStandardHelpOptions = true,
    description =
        "What a bus costs: pairs of sockets send, in turns, on one service and on several that share"
            + " a database, all of which are started for it and run beside each other. Prints the"
            + " figures of both and their ratio. Fails if a message is lost, doubled, out of order"
            + " or refused.")
final class ClusterSend implements Callable<Integer> {
  private static final int PERCENT = 100;

  /** CPU time that services use in a second without a message. */
  private static final Duration IDLE = Duration.ofMillis(50);

  private static final Duration REST_LIMIT = Duration.ofMinutes(2);

  @Spec private CommandSpec spec;

  @Option(names = "--nodes", defaultValue = "2", description = "Services (${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--bus",
      defaultValue = "REDIS",
      description = "By what they reach each other: REDIS, POSTGRES (${DEFAULT-VALUE}).")
  private Layout.Bus bus = Layout.Bus.REDIS;

  @Option(
      names = "--pairs",
      defaultValue = "200",
      description = "Pairs of users (${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--across",
      defaultValue = "50",
      description =
          "Percent of the pairs whose users are on different nodes; 50 is what a load balancer"
              + " makes of two nodes (${DEFAULT-VALUE}).")
  private int across;

  @Option(
      names = "--rate",
      defaultValue = "0",
      description =
          "Messages a second of all senders together; latencies count from when they were due. 0"
              + " for a closed loop, each sender with one message under way (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--turns",
      defaultValue = "3",
      description = "How often each is measured (${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--jvm",
      split = " ",
      defaultValue = "-Xmx1g",
      description = "Flags for each service's JVM (${DEFAULT-VALUE}).")
  private List<String> jvmFlags = new ArrayList<>();

  @Option(
      names = "--cluster-jvm",
      split = " ",
      description =
          "More flags for the services of the cluster. With --nodes 1 --bus none two JVMs are"
              + " compared, or two builds: '-cp <chat-bench.jar of the other>'.")
  private List<String> clusterJvmFlags = new ArrayList<>();

  @Mixin private LoadOptions load = new LoadOptions();

  @Override
  public Integer call() throws Exception {
    List<String> clusterFlags = new ArrayList<>(jvmFlags);
    clusterFlags.addAll(clusterJvmFlags);
    try (Side alone = new Side("one", Layout.SINGLE, jvmFlags);
        Side together = new Side("cluster", new Layout(nodes, bus), clusterFlags)) {
      Duration warmup = load.warmup();
      for (int turn = 0; turn < turns; turn++) {
        together.rest();
        alone.send(warmup);
        alone.rest();
        together.send(warmup);
        warmup = warmup.dividedBy(10); // what is compiled stays so
      }
      Figures figures =
          new Figures()
              .add("scenario", "cluster-send")
              .add("nodes", nodes)
              .add("bus", bus)
              .add("pairs", pairs)
              .add("across_percent", across)
              .add("rate", rate)
              .add("turns", turns)
              .add("seconds", load.measured().toSeconds());
      alone.addTo(figures);
      together.addTo(figures);
      figures.addTenths(
          "cluster_percent_of_one", PERCENT * together.perSecond() / alone.perSecond());
      spec.commandLine().getOut().print(figures.toTable());
      spec.commandLine().getOut().println(figures.toJson());
      return alone.isClean() && together.isClean() ? 0 : 1;
    }
  }

  /** One of the two that are compared, and what was measured of it in all turns. */
  private final class Side implements AutoCloseable {
    private final String name;
    private final ServiceCluster cluster;
    private final Histogram latency = new Histogram(3);
    private final List<String> failures = new ArrayList<>();
    private long measured;
    private long nanos;
    private Duration cpu = Duration.ZERO;
    private Duration databaseCpu = Duration.ZERO;
    private Duration busCpu = Duration.ZERO;

    Side(String name, Layout layout, List<String> flags) throws Exception {
      this.name = name;
      this.cluster = ServiceCluster.start(flags, ServiceOptions.SECRET, 2 * pairs, layout);
    }

    void send(Duration warmup) throws InterruptedException {
      LongFunction<String> tokens = ServiceOptions.tokens(ServiceOptions.SECRET);
      try (var loop = new EventLoop()) {
        var run =
            new SocketSendRun(
                loop,
                this::home,
                tokens,
                pairs,
                new SocketSendRun.Load(1, rate),
                load.contentBytes());
        SocketSendRun.Outcome outcome =
            run.run(warmup, load.measured(), SocketSendRun.DRAIN_LIMIT, new Cpu());
        latency.add(outcome.latency());
        measured += outcome.measured();
        nanos += outcome.nanos();
        if (!outcome.isClean()) {
          failures.add(
              "lost "
                  + outcome.lost()
                  + ", doubled "
                  + outcome.duplicated()
                  + ", out of order "
                  + outcome.outOfOrder()
                  + ", refused "
                  + outcome.refused()
                  + ", told to read again "
                  + outcome.resyncs()
                  + ": "
                  + outcome.failure());
        }
        loop.closeSockets();
      }
    }

    /** Waits until it leaves the machine to the other one: it may have messages to index. */
    void rest() throws InterruptedException {
      long giveUpAt = System.nanoTime() + REST_LIMIT.toNanos();
      Duration used = REST_LIMIT;
      while (used.compareTo(IDLE) > 0 && System.nanoTime() - giveUpAt < 0) {
        Duration before = cluster.cpu();
        TimeUnit.SECONDS.sleep(1);
        used = cluster.cpu().minus(before);
      }
    }

    /**
     * The first of a pair has an odd id; the second is one node further, if they are apart. Both
     * kinds of pairs are spread evenly, so that every node has as much to send and to deliver.
     */
    private InetSocketAddress home(long user) {
      long pair = (user - 1) / 2;
      long apartBefore = pair * across / PERCENT;
      boolean apart = apartBefore != (pair + 1) * across / PERCENT;
      long first = apart ? apartBefore : pair - apartBefore;
      return cluster.address(first + (apart && user % 2 == 0 ? 1 : 0));
    }

    double perSecond() {
      return measured * 1e9 / nanos;
    }

    boolean isClean() {
      return failures.isEmpty();
    }

    void addTo(Figures figures) {
      figures
          .add(name + "_delivered_per_second", Math.round(perSecond()))
          .addMillis(name + "_p50_ms", latency.getValueAtPercentile(50))
          .addMillis(name + "_p99_ms", latency.getValueAtPercentile(99))
          .addMillis(name + "_max_ms", latency.getMaxValue())
          .addMicros(name + "_service_cpu_us_per_message", cpu, measured)
          .addMicros(name + "_database_cpu_us_per_message", databaseCpu, measured)
          .addMicros(name + "_redis_cpu_us_per_message", busCpu, measured)
          .add(name + "_failures", String.join("; ", failures).replace('"', '\''));
    }

    /** Adds what is used while it is measured. */
    private final class Cpu implements Stretch {
      @Override
      public void begin() {
        cpu = cpu.minus(cluster.cpu());
        databaseCpu = databaseCpu.minus(cluster.database().cpu());
        busCpu = busCpu.minus(cluster.busCpu());
      }

      @Override
      public void end() {
        cpu = cpu.plus(cluster.cpu());
        databaseCpu = databaseCpu.plus(cluster.database().cpu());
        busCpu = busCpu.plus(cluster.busCpu());
      }
    }

    @Override
    public void close() throws IOException {
      cluster.close();
    }
  }
}
