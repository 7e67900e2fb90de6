package io.parley.bench.verify;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.bench.report.Figures;
import io.parley.bench.server.Layout;
import io.parley.bench.verify.fault.FaultKind;
import io.parley.bench.verify.fault.Faults;
import io.parley.bench.verify.fault.OwnService;
import io.parley.bench.verify.fault.TestedServer;
import io.parley.bench.verify.judge.Violation;
import io.parley.bench.verify.judge.ViolationKind;
import io.parley.domain.user.UserId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that proves, or disproves, what the contract promises. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Drives a server with many clients while everything around it breaks, records what each of"
            + " them has seen, and judges it: lost, doubled, out of order, delivered to the wrong"
            + " person, read state that went back, unread counts that are wrong, catch-up that"
            + " skipped. Fails if a promise of the contract was broken. Whatever chance decides"
            + " comes from the seed; the interleaving of threads does not.")
public final class Verify implements Callable<Integer> {
  private static final String SECRET = "bench-secret-bench-secret-bench-secret";
  private static final Duration TOKEN_LIFE = Duration.ofHours(12);
  private static final int PRINTED_OF_A_KIND = 3;

  @Spec private CommandSpec spec;

  @Option(names = "--minutes", description = "How long messages are sent.")
  private @Nullable Integer minutes;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "The same in seconds (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--seed", description = "Repeats the choices of an earlier run (any).")
  private @Nullable Long seed;

  @Option(names = "--users", defaultValue = "60", description = "Users (${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--rate",
      defaultValue = "600",
      description = "Messages a second of all users together (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--faults",
      split = ",",
      description = "What goes wrong: all, none, or some of ${COMPLETION-CANDIDATES} (all).",
      completionCandidates = FaultNames.class)
  private List<String> faults = new ArrayList<>(List.of("all"));

  @Option(
      names = "--fault-every",
      defaultValue = "4",
      description =
          "Seconds from the end of a fault to the next, on the average (${DEFAULT-VALUE}).")
  private double faultEvery;

  @Option(
      names = "--fault-count",
      description = "Ends the run after so many faults, if its time is not over before (any).")
  private @Nullable Integer faultCount;

  @Option(
      names = "--url",
      description =
          "A running service, such as http://localhost:3010, that has users 1 to --users. Without it"
              + " the service is started, with a PostgreSQL of its own.")
  private @Nullable URI url;

  @Option(names = "--jwt-secret", description = "The secret of the running service.")
  private @Nullable String secret;

  @Option(
      names = "--service-pid",
      description = "The process of the running service, which may be paused then.")
  private @Nullable Long servicePid;

  @Option(
      names = "--nodes",
      defaultValue = "1",
      description =
          "Services on the one database, which clients reach in turns (${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--bus",
      defaultValue = "REDIS",
      description = "By what several services reach each other: ${COMPLETION-CANDIDATES}.")
  private Layout.Bus bus = Layout.Bus.REDIS;

  @Option(
      names = "--jvm",
      split = " ",
      defaultValue = "-Xmx1g",
      description = "Flags for the service's JVM (${DEFAULT-VALUE}).")
  private List<String> jvmFlags = new ArrayList<>();

  @Mixin private FeatureOptions features = new FeatureOptions();

  public Verify() {}

  /** For the help. */
  static final class FaultNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    FaultNames() {
      super(FaultKind.ofOurServer(true, true).stream().map(FaultKind::optionName).toList());
    }
  }

  @Override
  public Integer call() throws Exception {
    long chosenSeed = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    PrintWriter out = spec.commandLine().getOut();
    out.println("seed " + chosenSeed);
    out.flush();
    try (TestedServer server = server()) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> abandon(server)));
      Duration length = minutes == null ? Duration.ofSeconds(seconds) : Duration.ofMinutes(minutes);
      var load =
          new VerifyRun.Load(
              users,
              rate,
              length,
              faults(server.possibleFaults()),
              faultCount == null ? Integer.MAX_VALUE : faultCount,
              Duration.ofMillis((long) (1_000 * faultEvery)),
              chosenSeed);
      var run = new VerifyRun(server, tokens(), features.features(), load, line -> tell(out, line));
      return print(out, load, run.run());
    }
  }

  /** An interrupt typed at the terminal must not leave a service and a database behind. */
  private static void abandon(TestedServer server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tell(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private TestedServer server() throws IOException, InterruptedException, SQLException {
    if (url == null) {
      return TestedServer.own(OwnService.start(jvmFlags, SECRET, users, layout()));
    }
    return TestedServer.running(
        new InetSocketAddress(url.getHost(), url.getPort()),
        servicePid == null ? OptionalLong.empty() : OptionalLong.of(servicePid));
  }

  private Layout layout() {
    return nodes == 1 ? Layout.SINGLE : new Layout(nodes, bus);
  }

  private LongFunction<String> tokens() {
    String jwtSecret = secret == null || url == null ? SECRET : secret;
    var issuer =
        new JwtTokenIssuer(
            new HmacSecret(jwtSecret.getBytes(StandardCharsets.UTF_8)), Clock.systemUTC());
    Map<Long, String> issued = new ConcurrentHashMap<>();
    return id -> issued.computeIfAbsent(id, user -> issuer.issue(new UserId(user), TOKEN_LIFE));
  }

  private Set<FaultKind> faults(Set<FaultKind> possible) {
    if (faults.equals(List.of("none"))) {
      return Set.of();
    }
    if (faults.equals(List.of("all"))) {
      return possible;
    }
    Set<FaultKind> chosen = EnumSet.noneOf(FaultKind.class);
    for (String name : faults) {
      chosen.add(fault(name));
    }
    chosen.removeAll(possible);
    if (!chosen.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--faults: not possible with this server: " + chosen);
    }
    faults.forEach(name -> chosen.add(fault(name)));
    return chosen;
  }

  private FaultKind fault(String name) {
    try {
      return FaultKind.named(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--faults: " + e.getMessage(), e);
    }
  }

  /** Prints what was found; the exit code. */
  private static int print(PrintWriter out, VerifyRun.Load load, VerifyRun.Outcome outcome) {
    Map<ViolationKind, Integer> found = new EnumMap<>(ViolationKind.class);
    for (Violation violation : outcome.violations()) {
      if (found.merge(violation.kind(), 1, Integer::sum) <= PRINTED_OF_A_KIND) {
        out.println(violation + " (seed " + load.seed() + ")");
        violation.history().forEach(line -> out.println("    " + line));
      }
    }
    Figures figures =
        new Figures()
            .add("scenario", "verify")
            .add("seed", load.seed())
            .add("users", load.users())
            .add("rate", load.perSecond())
            .add("seconds", load.length().toSeconds());
    outcome.counts().addTo(figures);
    addFaults(figures, outcome.faults());
    figures.addMillis("settled_after_ms", outcome.settling().toNanos());
    found.forEach((kind, count) -> figures.add(kind.toString(), count));
    figures.add("violations", outcome.violations().size());
    out.print(figures.toTable());
    out.println(figures.toJson());
    out.flush();
    return outcome.violations().isEmpty() ? 0 : 1;
  }

  private static void addFaults(Figures figures, Map<FaultKind, Faults.Tally> tallies) {
    Duration worst = Duration.ZERO;
    int count = 0;
    for (FaultKind kind : FaultKind.values()) {
      Faults.Tally tally = tallies.get(kind);
      if (tally != null) {
        String name = kind.optionName().replace('-', '_');
        figures
            .add(name, tally.count())
            .addMillis(name + "_worst_heal_ms", tally.worstHeal().toNanos());
        count += tally.count();
        worst = tally.worstHeal().compareTo(worst) > 0 ? tally.worstHeal() : worst;
      }
    }
    figures.add("faults", count).addMillis("worst_heal_ms", worst.toNanos());
  }
}
