package io.parley.bench;

import io.parley.bench.ServiceOptions.Service;
import io.parley.bench.client.EventLoop;
import io.parley.bench.report.Figures;
import io.parley.bench.server.BenchDatabase;
import io.parley.bench.server.ServiceProcess;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "storm",
    mixinStandardHelpOptions = true,
    description =
        "Clients lose their connections all at once and come back, while others go on sending to"
            + " them; each asks what has changed and joins its conversation again. Latencies of"
            + " messages count from when they were due until they were acknowledged, those of"
            + " clients from when they were due until they had what they missed; what they are refused"
            + " for now they ask again after half a second. Fails if a message is refused, missing, doubled or out of order, or a client cannot come back.")
final class Storm implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--clients",
      defaultValue = "10000",
      description = "Clients, each with a conversation (${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--senders",
      defaultValue = "200",
      description = "Users who send to them (${DEFAULT-VALUE}).")
  private int senders;

  @Option(
      names = "--rate",
      defaultValue = "500",
      description = "Messages a second (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--over",
      defaultValue = "30",
      description = "Seconds over which the clients return (${DEFAULT-VALUE}).")
  private int over;

  @Mixin private LoadOptions load = new LoadOptions();

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Override
  public Integer call() throws Exception {
    return service.run(senders + clients, this::run);
  }

  private int run(Service target) throws Exception {
    Phase before = new Phase(rate, load.measured());
    Phase during = new Phase(rate, Duration.ofSeconds(over));
    Phase after = new Phase(rate, load.measured());
    Duration allBack;
    Work calm;
    Work storm;
    StormRun.Outcome outcome;
    try (var loop = new EventLoop()) {
      var run =
          new StormRun(
              loop, target.socketAddress(), target.tokens(), senders, clients, load.contentBytes());
      run.connect();
      run.calm(new Phase(rate, load.warmup()));
      Work begun = Work.of(target);
      run.calm(before);
      Work lost = Work.of(target);
      allBack = run.storm(during, Duration.ofSeconds(over));
      storm = Work.of(target).since(lost);
      calm = lost.since(begun);
      run.calm(after);
      outcome = run.end();
      loop.closeSockets();
    }
    Figures figures =
        new Figures()
            .add("scenario", "storm")
            .add("clients", clients)
            .add("over_seconds", over)
            .addMillis("all_back_after_ms", allBack.toNanos())
            .addMillis("return_p50_ms", outcome.returns().getValueAtPercentile(50))
            .addMillis("return_p99_ms", outcome.returns().getValueAtPercentile(99))
            .addMillis("return_max_ms", outcome.returns().getMaxValue());
    if (target.process() != null) {
      addWork(figures, calm, storm, allBack);
    }
    before.addTo(figures, "before");
    during.addTo(figures, "storm");
    after.addTo(figures, "after");
    figures
        .add("caught_up", outcome.caughtUp())
        .add("refused_for_now", outcome.refusals())
        .add("holes", outcome.holes())
        .add("doubled", outcome.doubled())
        .add("missing", outcome.missing())
        .add("failure", outcome.failure().replace('"', '\''));
    boolean clean =
        outcome.holes() + outcome.doubled() + outcome.missing() == 0
            && outcome.failure().isEmpty()
            && Stream.of(before, during, after).allMatch(phase -> phase.refused().isEmpty());
    return target.print(spec, figures, clean);
  }

  /** What the storm cost beside the messages, for each client that came back. */
  private void addWork(Figures figures, Work calm, Work storm, Duration allBack) {
    double length = Math.max(over, allBack.toMillis() / 1e3);
    double longer = length / load.measured().toSeconds();
    figures
        .addTenths(
            "transactions_per_return",
            (storm.transactions() - calm.transactions() * longer) / clients)
        .addMillis(
            "service_cpu_ms_per_return",
            (long) ((storm.cpu().toNanos() - calm.cpu().toNanos() * longer) / clients))
        .addTenths(
            "service_cores_before", calm.cpu().toMillis() / 1e3 / load.measured().toSeconds())
        .addTenths("service_cores_storm", storm.cpu().toMillis() / 1e3 / length);
  }

  /**
   * What service and database have done since their start; nothing if they are not ours.
   *
   * @param cpu of the service
   */
  private record Work(Duration cpu, long transactions) {
    static Work of(Service target) throws SQLException {
      ServiceProcess process = target.process();
      BenchDatabase database = target.database();
      return new Work(
          process == null ? Duration.ZERO : process.cpu(),
          database == null ? 0 : database.transactions());
    }

    Work since(Work earlier) {
      return new Work(cpu.minus(earlier.cpu), transactions - earlier.transactions);
    }
  }
}
