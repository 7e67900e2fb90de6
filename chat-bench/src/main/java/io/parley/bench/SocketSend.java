package io.parley.bench;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.bench.client.EventLoop;
import io.parley.bench.report.Figures;
import io.parley.bench.server.BenchDatabase;
import io.parley.bench.server.ServiceProcess;
import io.parley.domain.user.UserId;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "socket-send",
    mixinStandardHelpOptions = true,
    description =
        "Pairs of sockets; one of each sends to the other in a closed loop. Starts a PostgreSQL and"
            + " the service itself unless --url names a running one, whose users 1 to twice the"
            + " pairs must exist. Fails if a message is lost, doubled, out of order or refused.")
final class SocketSend implements Callable<Integer> {
  private static final String SECRET = "bench-secret-bench-secret-bench-secret";

  @Spec private CommandSpec spec;

  @Option(
      names = "--pairs",
      defaultValue = "50",
      description = "Pairs of users (${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--in-flight",
      defaultValue = "1",
      description = "Messages of each sender under way (${DEFAULT-VALUE}).")
  private int inFlight;

  @Option(names = "--seconds", defaultValue = "20", description = "Measured (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warmup",
      defaultValue = "10",
      description = "Seconds before that (${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--bytes",
      defaultValue = "200",
      description = "Length of a message's content (${DEFAULT-VALUE}).")
  private int contentBytes;

  @Option(names = "--url", description = "A running service, such as http://localhost:3010.")
  private @Nullable URI url;

  @Option(names = "--jwt-secret", description = "The secret of the running service.")
  private @Nullable String secret;

  @Option(
      names = "--jvm",
      split = " ",
      defaultValue = "-Xmx1g",
      description = "Flags for the service's JVM (${DEFAULT-VALUE}).")
  private List<String> jvmFlags = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    if (url != null) {
      return run(url, secret == null ? SECRET : secret, null);
    }
    try (BenchDatabase database = BenchDatabase.start();
        ServiceProcess service =
            ServiceProcess.start(
                jvmFlags, Map.of("DATABASE_URL", database.url(), "JWT_SECRET", SECRET))) {
      database.addUsers(2 * pairs);
      return run(service.address(), SECRET, service);
    }
  }

  private int run(URI address, String jwtSecret, @Nullable ServiceProcess service)
      throws Exception {
    var issuer =
        new JwtTokenIssuer(
            new HmacSecret(jwtSecret.getBytes(StandardCharsets.UTF_8)), Clock.systemUTC());
    LongFunction<String> tokens = id -> issuer.issue(new UserId(id), Duration.ofHours(2));
    try (var loop = new EventLoop()) {
      var run =
          new SocketSendRun(
              loop,
              new InetSocketAddress(address.getHost(), address.getPort()),
              tokens,
              pairs,
              inFlight,
              contentBytes);
      Duration cpuBefore = service == null ? Duration.ZERO : service.cpu();
      SocketSendRun.Outcome outcome =
          run.run(
              Duration.ofSeconds(warmup), Duration.ofSeconds(seconds), SocketSendRun.DRAIN_LIMIT);
      Figures figures = figures(outcome);
      if (service != null) {
        figures.addMillis(
            "service_cpu_ms_per_message",
            service.cpu().minus(cpuBefore).toNanos() / Math.max(1, outcome.sent()));
      }
      spec.commandLine().getOut().print(figures.toTable());
      spec.commandLine().getOut().println(figures.toJson());
      return outcome.isClean() ? 0 : 1;
    }
  }

  private Figures figures(SocketSendRun.Outcome outcome) {
    return new Figures()
        .add("scenario", "socket-send")
        .add("pairs", pairs)
        .add("in_flight", inFlight)
        .add("seconds", seconds)
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
        .add("failure", outcome.failure().replace('"', '\''));
  }
}
