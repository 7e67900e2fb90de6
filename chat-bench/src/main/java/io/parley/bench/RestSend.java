package io.parley.bench;

import io.parley.bench.ReferenceOptions.Reference;
import io.parley.bench.ServiceOptions.Service;
import io.parley.bench.report.Figures;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "rest-send",
    mixinStandardHelpOptions = true,
    description =
        "Users who send over REST, each over a connection of his own, the next message when the last"
            + " one is answered. Starts a PostgreSQL and the service itself unless --url names a"
            + " running one, whose users 1 to twice the connections must exist. Fails if a message"
            + " is refused, lost, doubled or out of order.")
final class RestSend implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--connections",
      defaultValue = "16",
      description = "Users who send (${DEFAULT-VALUE}).")
  private int connections;

  @Mixin private LoadOptions load = new LoadOptions();

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Mixin private ReferenceOptions references = new ReferenceOptions();

  @Override
  public Integer call() throws Exception {
    return service.run(2 * connections, this::run);
  }

  private int run(Service target) throws Exception {
    Reference reference = references.database(target);
    var run =
        new RestSendRun(target.socketAddress(), target.tokens(), connections, load.contentBytes());
    RestSendRun.Outcome outcome = run.run(load.warmup(), load.measured(), target.cost());
    Figures figures =
        new Figures()
            .add("scenario", "rest-send")
            .add("connections", connections)
            .add("seconds", load.measured().toSeconds())
            .add(
                "sent_per_second",
                Math.round(
                    outcome.latency().getTotalCount() / (double) load.measured().toSeconds()))
            .addMillis("p50_ms", outcome.latency().getValueAtPercentile(50))
            .addMillis("p99_ms", outcome.latency().getValueAtPercentile(99))
            .addMillis("max_ms", outcome.latency().getMaxValue())
            .add("sent", outcome.sent())
            .add("refused", outcome.refused())
            .add("out_of_order", outcome.outOfOrder())
            .add("wrong_totals", outcome.wrongTotals())
            .add("failure", outcome.failure().replace('"', '\''));
    target.cost().addTo(figures, outcome.latency().getTotalCount());
    reference.addTo(
        figures, outcome.latency().getTotalCount() / (double) load.measured().toSeconds());
    return target.print(spec, figures, outcome.isClean());
  }
}
