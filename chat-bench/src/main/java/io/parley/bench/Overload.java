package io.parley.bench;

import io.parley.bench.ServiceOptions.Service;
import io.parley.bench.client.EventLoop;
import io.parley.bench.client.RestConnection;
import io.parley.bench.report.Figures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "overload",
    mixinStandardHelpOptions = true,
    description =
        "Pairs of sockets send what the service can take, then far more, then as much as at first;"
            + " latencies count from when a message was due until it was acknowledged. Fails if a"
            + " connection is lost, a message is not answered, an accepted one is not there, or"
            + " anything is refused before and two seconds after the rush.")
final class Overload implements Callable<Integer> {
  private static final byte[] UNREAD = "\"unreadCount\":".getBytes(StandardCharsets.UTF_8);
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(2);

  /** What is accepted may take so many times as long as usual. */
  private static final int TIMES_AS_LONG = 5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--pairs",
      defaultValue = "200",
      description = "Pairs of users (${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--rate",
      defaultValue = "4000",
      description = "Messages a second before and after the rush (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--rush",
      defaultValue = "30000",
      description = "Messages a second in the rush (${DEFAULT-VALUE}).")
  private int rush;

  @Mixin private LoadOptions load = new LoadOptions();

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Override
  public Integer call() throws Exception {
    return service.run(2 * pairs, this::run);
  }

  private int run(Service target) throws Exception {
    Phase warmup = new Phase(rate, load.warmup());
    Phase before = new Phase(rate, load.measured());
    Phase during = new Phase(rush, load.measured());
    Phase after = new Phase(rate, load.measured());
    OverloadRun.Outcome outcome;
    try (var loop = new EventLoop()) {
      var run =
          new OverloadRun(
              loop, target.socketAddress(), target.tokens(), pairs, load.contentBytes());
      outcome = run.run(List.of(warmup, before, during, after));
    }
    long missing = missing(target, outcome.accepted());
    long usual = before.accepted().getValueAtPercentile(99);
    Duration recovery = after.normalAfter(TIMES_AS_LONG * usual);
    Figures figures =
        new Figures()
            .add("scenario", "overload")
            .add("pairs", pairs)
            .add("seconds", load.measured().toSeconds());
    before.addTo(figures, "before");
    during.addTo(figures, "rush");
    after.addTo(figures, "after");
    figures
        .addTenths("p99_times_as_long", (double) during.accepted().getValueAtPercentile(99) / usual)
        .add("recovered_after_ms", recovery.toMillis())
        .add("missing", missing)
        .add("failure", outcome.failure().replace('"', '\''));
    boolean clean =
        missing == 0
            && outcome.failure().isEmpty()
            && before.refused().isEmpty()
            && recovery.compareTo(RECOVERY_LIMIT) <= 0;
    return target.print(spec, figures, clean);
  }

  /** Accepted messages that their receivers, who have read nothing, do not find. */
  private static long missing(Service target, Map<Long, Integer> accepted)
      throws IOException, SQLException {
    long missing = 0;
    for (Map.Entry<Long, Integer> receiver : accepted.entrySet()) {
      try (RestConnection connection = target.restConnection(receiver.getKey())) {
        long stored = connection.get("/api/chat/unread-count").body().numberAfter(UNREAD);
        missing += Math.max(0, receiver.getValue() - stored);
      }
    }
    return missing;
  }
}
