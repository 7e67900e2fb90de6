package io.parley.bench;

import io.parley.bench.ReferenceOptions.Reference;
import io.parley.bench.ServiceOptions.Service;
import io.parley.bench.client.EventLoop;
import io.parley.bench.report.Figures;
import io.parley.bench.server.SeedData;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "socket-send",
    mixinStandardHelpOptions = true,
    description =
        "Pairs of sockets; one of each sends to the other. Starts a PostgreSQL and"
            + " the service itself unless --url names a running one, whose users 1 to twice the"
            + " pairs must exist. Fails if a message is lost, doubled, out of order or refused.")
final class SocketSend implements Callable<Integer> {
  private static final int CONVERSATION = 10_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--pairs",
      defaultValue = "50",
      description = "Pairs of users (${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--in-flight",
      defaultValue = "1",
      description = "Messages of each sender under way, in a closed loop (${DEFAULT-VALUE}).")
  private int inFlight;

  @Option(
      names = "--rate",
      defaultValue = "0",
      description =
          "Messages a second of all senders together, sent when they are due whether the earlier"
              + " ones have arrived or not; latencies count from then. 0 for a closed loop"
              + " (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--stored",
      defaultValue = "0",
      description = "Messages of other users that are there before (${DEFAULT-VALUE}).")
  private int stored;

  @Mixin private LoadOptions load = new LoadOptions();

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Mixin private ReferenceOptions references = new ReferenceOptions();

  @Override
  public Integer call() throws Exception {
    if (stored == 0) {
      return service.run(2 * pairs, this::run);
    }
    return service.runFilled(spec, others() + 2 + stored / CONVERSATION, this::runFilled);
  }

  /** Users before those who have written the stored messages. */
  private int others() {
    return 2 * pairs;
  }

  private int runFilled(Service target) throws Exception {
    Words words = new Words();
    try (SeedData data = target.seedData()) {
      for (int i = 0; i < stored / CONVERSATION; i++) {
        long number = (long) i * CONVERSATION;
        data.conversation(
            others() + 1,
            others() + 2 + i,
            CONVERSATION,
            0,
            seq -> words.text(number + seq, load.contentBytes()));
      }
      data.settle();
    }
    target.awaitIdle();
    return run(target);
  }

  private int run(Service target) throws Exception {
    Reference reference = references.databaseAndEcho(target, pairs, inFlight, load.contentBytes());
    try (var loop = new EventLoop()) {
      var run =
          new SocketSendRun(
              loop,
              user -> target.socketAddress(),
              target.tokens(),
              pairs,
              new SocketSendRun.Load(inFlight, rate),
              load.contentBytes());
      SocketSendRun.Outcome outcome =
          run.run(load.warmup(), load.measured(), SocketSendRun.DRAIN_LIMIT, target.cost());
      Figures figures = figures(outcome);
      target.cost().addTo(figures, outcome.measured());
      target.addStorage(figures);
      reference.addTo(figures, outcome.measured() * 1e9 / outcome.nanos());
      return target.print(spec, figures, outcome.isClean());
    }
  }

  private Figures figures(SocketSendRun.Outcome outcome) {
    return new Figures()
        .add("scenario", "socket-send")
        .add("pairs", pairs)
        .add("in_flight", inFlight)
        .add("rate", rate)
        .add("stored", stored)
        .add("seconds", load.measured().toSeconds())
        .add("delivered_per_second", Math.round(outcome.measured() * 1e9 / outcome.nanos()))
        .addMillis("p50_ms", outcome.latency().getValueAtPercentile(50))
        .addMillis("p95_ms", outcome.latency().getValueAtPercentile(95))
        .addMillis("p99_ms", outcome.latency().getValueAtPercentile(99))
        .addMillis("max_ms", outcome.latency().getMaxValue())
        .add("sent", outcome.sent())
        .add("lost", outcome.lost())
        .add("duplicated", outcome.duplicated())
        .add("out_of_order", outcome.outOfOrder())
        .add("refused", outcome.refused())
        .add("resyncs", outcome.resyncs())
        .add("failure", outcome.failure().replace('"', '\''));
  }
}
