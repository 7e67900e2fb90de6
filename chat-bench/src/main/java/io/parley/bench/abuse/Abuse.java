package io.parley.bench.abuse;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.bench.report.Figures;
import io.parley.bench.server.BenchDatabase;
import io.parley.bench.server.ServiceProcess;
import io.parley.domain.user.UserId;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "abuse",
    mixinStandardHelpOptions = true,
    description =
        "The drill of hostile clients: one attack after the other, each for some seconds between"
            + " two quiet times, while pairs of honest users send at a fixed rate. Latencies count"
            + " from when a message was due until it was acknowledged and delivered. Only against"
            + " this machine. Fails if an attack was granted anything, the service failed or left"
            + " something behind, an honest message was lost, or the honest p99 grew too much.")
public final class Abuse implements Callable<Integer> {
  private static final String SECRET = "bench-secret-bench-secret-bench-secret";
  private static final Duration TOKEN_LIFE = Duration.ofHours(2);
  private static final Duration BACK_LIMIT = Duration.ofSeconds(60);
  private static final double MIB = 1 << 20;
  private static final int MAX_USERS = 1_000;
  private static final int MAX_RATE = 2_000;
  private static final int MAX_SECONDS = 60;
  private static final int MAX_ROUNDS = 20;
  private static final int MAX_SOCKETS = 20_000;
  private static final int MAX_CONNECTIONS = 1_000;

  @Spec private CommandSpec spec;

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

  @Option(
      names = "--users",
      defaultValue = "50",
      description = "Honest users, from 1 on; the 32 after them are needed too (${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--rate",
      defaultValue = "100",
      description = "Honest messages a second (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--warmup",
      defaultValue = "30",
      description = "Seconds before it begins (${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--seconds",
      defaultValue = "8",
      description = "Seconds of each attack (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--quiet",
      defaultValue = "8",
      description = "Seconds of quiet between attacks (${DEFAULT-VALUE}).")
  private int quiet;

  @Option(
      names = "--settle",
      defaultValue = "2",
      description = "Seconds after an attack that are not measured (${DEFAULT-VALUE}).")
  private int settle;

  @Option(
      names = "--rounds",
      defaultValue = "1",
      description = "How often each attack comes (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--attacks",
      split = ",",
      description = "Only these, by name, separated by commas.")
  private List<String> chosen = new ArrayList<>();

  @Option(
      names = "--sockets",
      defaultValue = "10000",
      description = "Sockets without a user (${DEFAULT-VALUE}).")
  private int sockets;

  @Option(
      names = "--connections",
      defaultValue = "20",
      description = "Connections of each flood, all of one user (${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--slow",
      defaultValue = "500",
      description = "Requests that never end (${DEFAULT-VALUE}).")
  private int slow;

  @Option(
      names = "--max-ratio",
      defaultValue = "2",
      description =
          "How many times as long as in quiet the honest p99 may take; 0 for any"
              + " (${DEFAULT-VALUE}).")
  private double maxRatio;

  @Mixin private UserLimits limits = new UserLimits();

  @Override
  public Integer call() throws Exception {
    requireBounds();
    List<String> attacks = attacks();
    List<String> faults = new ArrayList<>();
    if (url != null) {
      InetSocketAddress server = loopback(url);
      List<Finding> findings = drill(server, secret == null ? SECRET : secret, attacks, faults);
      return report(findings, faults, new Figures());
    }
    Path log = ServiceProcess.newLog();
    try (BenchDatabase database = BenchDatabase.start();
        ServiceProcess service = ServiceProcess.startLimited(jvmFlags, settings(database), log)) {
      database.addUsers(Drill.usersBeside(users));
      Vitals before = Vitals.of(service);
      List<Finding> findings = drill(loopback(service.address()), SECRET, attacks, faults);
      faults.addAll(faultsOf(service, before, log));
      return report(findings, faults, figuresOf(service, before, log));
    }
  }

  private void requireBounds() {
    requireIn("--users", users, 2, MAX_USERS);
    requireIn("--rate", rate, 1, MAX_RATE);
    requireIn("--warmup", warmup, 0, 10 * MAX_SECONDS);
    requireIn("--seconds", seconds, 1, MAX_SECONDS);
    requireIn("--quiet", quiet, 1, MAX_SECONDS);
    requireIn("--settle", settle, 0, MAX_SECONDS);
    requireIn("--rounds", rounds, 1, MAX_ROUNDS);
    requireIn("--sockets", sockets, 1, MAX_SOCKETS);
    requireIn("--connections", connections, 1, MAX_CONNECTIONS);
    requireIn("--slow", slow, 1, MAX_CONNECTIONS);
  }

  private void requireIn(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ParameterException(
          spec.commandLine(), option + " must be " + min + " to " + max + ", not " + value);
    }
  }

  private List<String> attacks() {
    List<String> all = Attackers.names().toList();
    for (String name : chosen) {
      if (!all.contains(name)) {
        throw new ParameterException(
            spec.commandLine(), "--attacks: " + name + " is none of " + String.join(", ", all));
      }
    }
    return all.stream().filter(name -> chosen.isEmpty() || chosen.contains(name)).toList();
  }

  private InetSocketAddress loopback(URI address) {
    try {
      return Loopback.require(address);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--url: " + e.getMessage(), e);
    }
  }

  private Map<String, String> settings(BenchDatabase database) {
    Map<String, String> settings = new HashMap<>(limits.settings());
    settings.put("DATABASE_URL", database.url());
    settings.put("JWT_SECRET", SECRET);
    settings.put("CHAT_DATA_DIR", database.serviceFiles().toString());
    return settings;
  }

  private List<Finding> drill(
      InetSocketAddress server, String jwtSecret, List<String> attacks, List<String> faults)
      throws Exception {
    LongFunction<String> tokens = tokens(jwtSecret);
    try (HonestLoad honest = new HonestLoad(server, tokens, users, rate)) {
      List<Finding> findings =
          new Drill(server, jwtSecret, tokens, users)
              .run(
                  honest,
                  attacks,
                  new Attackers.Numbers(sockets, connections, slow),
                  new Drill.Times(
                      Duration.ofSeconds(warmup),
                      Duration.ofSeconds(quiet),
                      Duration.ofSeconds(seconds),
                      Duration.ofSeconds(settle),
                      rounds));
      if (!honest.failure().isEmpty()) {
        faults.add("honest users: " + honest.failure());
      }
      return findings;
    }
  }

  static LongFunction<String> tokens(String jwtSecret) {
    var issuer =
        new JwtTokenIssuer(
            new HmacSecret(jwtSecret.getBytes(StandardCharsets.UTF_8)), Clock.systemUTC());
    return id -> issuer.issue(new UserId(id), TOKEN_LIFE);
  }

  private static List<String> faultsOf(ServiceProcess service, Vitals before, Path log)
      throws Exception {
    List<String> faults = new ArrayList<>();
    if (!ProcessHandle.of(service.pid()).map(ProcessHandle::isAlive).orElse(false)) {
      faults.add("the service has ended");
      return faults;
    }
    Vitals after = before.awaitBack(service, BACK_LIMIT);
    if (!after.isBackTo(before)) {
      faults.add("left behind: " + after + " instead of " + before);
    }
    ServiceLog.faults(log).forEach(fault -> faults.add("in the log: " + fault));
    return faults;
  }

  private static Figures figuresOf(ServiceProcess service, Vitals before, Path log)
      throws Exception {
    Vitals after = Vitals.of(service);
    return new Figures()
        .add("handles_before", before.handles())
        .add("handles_after", after.handles())
        .addTenths("heap_before_mb", before.heapBytes() / MIB)
        .addTenths("heap_after_mb", after.heapBytes() / MIB)
        .addTenths("log_mb", Files.size(log) / MIB);
  }

  private int report(List<Finding> findings, List<String> faults, Figures vitals) {
    Figures figures = new Figures().add("scenario", "abuse").add("limits", limits.toString());
    findings.forEach(finding -> finding.addTo(figures));
    faults.addAll(
        findings.stream()
            .flatMap(finding -> finding.tally().examples().stream())
            .collect(Collectors.toList()));
    boolean slower =
        maxRatio > 0 && findings.stream().anyMatch(finding -> finding.ratio() > maxRatio);
    PrintWriter out = spec.commandLine().getOut();
    out.println("limits: " + limits);
    out.print(Finding.header());
    findings.forEach(finding -> out.print(finding.row()));
    faults.forEach(fault -> out.println("! " + fault.replaceAll("\\p{Cntrl}+", " ")));
    out.print(vitals.toTable());
    out.println(figures.toJson());
    out.println(vitals.toJson());
    boolean clean = faults.isEmpty() && findings.stream().allMatch(Finding::isClean);
    return clean && !slower ? 0 : 1;
  }
}
