package io.parley.bench;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.bench.client.EventLoop;
import io.parley.bench.report.Figures;
import io.parley.bench.server.BenchDatabase;
import io.parley.bench.server.ClassHistogram;
import io.parley.bench.server.JvmMemory;
import io.parley.bench.server.JvmMemory.Snapshot;
import io.parley.bench.server.ServiceProcess;
import io.parley.domain.user.UserId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "connections",
    mixinStandardHelpOptions = true,
    description =
        "What idle sockets cost the service: each of its own user, over WebSocket, connected in"
            + " bursts. Starts a PostgreSQL and the service itself, and measures its memory after"
            + " full collections: before, with all sockets, and when they have left. Linux only,"
            + " with a JDK. Fails if a socket cannot connect, is lost or is not forgotten.")
final class Connections implements Callable<Integer> {
  private static final String SECRET = "bench-secret-bench-secret-bench-secret";
  private static final Duration FORGET_LIMIT = Duration.ofSeconds(60);
  private static final Duration FORGET_POLL = Duration.ofSeconds(2);
  private static final double SETTLED = 0.01;
  private static final double KIB = 1024;
  private static final double MIB = 1024 * 1024;

  @Spec private CommandSpec spec;

  @Option(names = "--sockets", defaultValue = "10000", description = "Sockets (${DEFAULT-VALUE}).")
  private int sockets;

  @Option(
      names = "--burst",
      defaultValue = "500",
      description = "Sockets that connect at once (${DEFAULT-VALUE}).")
  private int burst;

  @Option(
      names = "--warmup",
      defaultValue = "2000",
      description = "Sockets that come and leave before that (${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--idle",
      defaultValue = "10",
      description = "Seconds before the sockets are measured (${DEFAULT-VALUE}).")
  private int idle;

  @Option(
      names = "--histogram",
      defaultValue = "0",
      description = "Print that many classes whose objects the sockets hold (${DEFAULT-VALUE}).")
  private int histogramRows;

  @Option(
      names = "--jvm",
      split = " ",
      defaultValue =
          "-Xmx1g -XX:MinHeapFreeRatio=30 -XX:MaxHeapFreeRatio=50 -XX:+ExitOnOutOfMemoryError"
              + " -Djava.awt.headless=true -Dfile.encoding=UTF-8",
      description = "Flags for the service's JVM (${DEFAULT-VALUE}).")
  private List<String> jvmFlags = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    if (sockets < 1 || burst < 1 || warmup < 0) {
      throw new ParameterException(
          spec.commandLine(), "--sockets and --burst must be at least 1, --warmup at least 0");
    }
    Optional<String> obstacle = JvmMemory.obstacle();
    if (obstacle.isPresent()) {
      spec.commandLine().getErr().println("connections: " + obstacle.get());
      return 1;
    }
    List<String> tokens = tokens(Math.max(sockets, warmup));
    try (BenchDatabase database = BenchDatabase.start();
        ServiceProcess service =
            ServiceProcess.start(
                jvmFlags,
                Map.of(
                    "DATABASE_URL",
                    database.url(),
                    "JWT_SECRET",
                    SECRET,
                    "CHAT_DATA_DIR",
                    database.serviceFiles().toString()));
        EventLoop loop = new EventLoop()) {
      database.addUsers(tokens.size());
      var address = new InetSocketAddress(service.address().getHost(), service.address().getPort());
      return run(service, new ConnectionsRun(loop, address, ConnectionsRun.BURST_LIMIT), tokens);
    }
  }

  /** Those of users 1 to {@code count}. */
  private static List<String> tokens(int count) {
    var issuer =
        new JwtTokenIssuer(
            new HmacSecret(SECRET.getBytes(StandardCharsets.UTF_8)), Clock.systemUTC());
    return LongStream.rangeClosed(1, count)
        .mapToObj(id -> issuer.issue(new UserId(id), Duration.ofHours(2)))
        .toList();
  }

  private int run(ServiceProcess service, ConnectionsRun run, List<String> tokens)
      throws Exception {
    JvmMemory memory = service.memory();
    run.connect(tokens.subList(0, warmup), burst);
    run.leave();
    awaitForgotten(memory);
    Snapshot before = memory.snapshot();

    Duration cpuBefore = service.cpu();
    ConnectionsRun.Wave wave = run.connect(tokens.subList(0, sockets), burst);
    Duration cpu = service.cpu().minus(cpuBefore);
    Thread.sleep(Duration.ofSeconds(idle).toMillis());
    Snapshot with = memory.snapshot();
    int lost = run.lost();

    run.leave();
    long remembered = awaitForgotten(memory);
    Snapshot after = memory.snapshot();

    Figures figures = connecting(wave, cpu);
    addMemory(figures, wave, before, with, after);
    figures.add("lost", lost).add("failed", wave.failed()).add("not_forgotten", remembered);
    figures.add("failure", run.failure().replace('"', '\''));
    print(figures, with.heap().minus(before.heap()), wave.connected());
    return wave.failed() == 0 && lost == 0 && remembered == 0 ? 0 : 1;
  }

  /**
   * Waits until the service has no socket any more and its heap shrinks no further: presence, for
   * one, stays some seconds longer.
   *
   * @return how many sockets it still has when the time is over
   */
  private static long awaitForgotten(JvmMemory memory) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + FORGET_LIMIT.toNanos();
    ClassHistogram heap = memory.histogram();
    boolean settled = false;
    while (!settled && System.nanoTime() < deadline) {
      Thread.sleep(FORGET_POLL.toMillis());
      long bytes = heap.bytes();
      heap = memory.histogram();
      settled = heap.instances(SocketIoSocket.class) == 0 && heap.bytes() > bytes * (1 - SETTLED);
    }
    return heap.instances(SocketIoSocket.class);
  }

  private Figures connecting(ConnectionsRun.Wave wave, Duration cpu) {
    long connected = Math.max(1, wave.connected());
    return new Figures()
        .add("scenario", "connections")
        .add("sockets", sockets)
        .add("burst", burst)
        .add("connects_per_second", Math.round(wave.connected() * 1e9 / wave.nanos()))
        .addMillis("connect_p50_ms", wave.latency().getValueAtPercentile(50))
        .addMillis("connect_p99_ms", wave.latency().getValueAtPercentile(99))
        .addMillis("connect_max_ms", wave.latency().getMaxValue())
        .addMillis("service_cpu_ms_per_connect", cpu.toNanos() / connected);
  }

  /** Resident memory and live heap; kB and MB of 1,024, and of 1,024 times that, bytes. */
  private static void addMemory(
      Figures figures, ConnectionsRun.Wave wave, Snapshot before, Snapshot with, Snapshot after) {
    long connected = Math.max(1, wave.connected());
    long heapBefore = before.heap().bytes();
    figures
        .addTenths(
            "rss_kb_per_socket", (with.residentBytes() - before.residentBytes()) / KIB / connected)
        .addTenths("heap_kb_per_socket", (with.heap().bytes() - heapBefore) / KIB / connected)
        .addTenths("rss_before_mb", before.residentBytes() / MIB)
        .addTenths("rss_with_mb", with.residentBytes() / MIB)
        .addTenths("rss_after_mb", after.residentBytes() / MIB)
        .addTenths("heap_before_mb", heapBefore / MIB)
        .addTenths("heap_with_mb", with.heap().bytes() / MIB)
        .addTenths("heap_after_mb", after.heap().bytes() / MIB)
        .addTenths("heap_left_percent", 100.0 * (after.heap().bytes() - heapBefore) / heapBefore);
  }

  private void print(Figures figures, ClassHistogram added, long connected) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(figures.toTable());
    if (histogramRows > 0) {
      printHistogram(out, added, Math.max(1, connected));
    }
    out.println(figures.toJson());
  }

  /** The classes that the sockets have added most bytes of to the live heap. */
  private void printHistogram(PrintWriter out, ClassHistogram added, long connected) {
    out.println("  bytes/socket  instances/socket  class");
    for (Map.Entry<String, ClassHistogram.Count> row : added.largest(histogramRows)) {
      out.printf(
          Locale.ROOT,
          "  %12.1f  %16.2f  %s%n",
          (double) row.getValue().bytes() / connected,
          (double) row.getValue().instances() / connected,
          row.getKey());
    }
  }
}
