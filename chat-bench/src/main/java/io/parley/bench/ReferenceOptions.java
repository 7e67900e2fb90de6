package io.parley.bench;

import io.parley.bench.ServiceOptions.Service;
import io.parley.bench.client.EventLoop;
import io.parley.bench.report.Figures;
import io.parley.bench.server.BenchDatabase;
import io.parley.bench.server.ChildProcess;
import io.parley.bench.server.EchoServer;
import io.parley.bench.server.WriteReference;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What to compare a service with, measured in the same run while it has nothing to do: its database
 * without a service, and its Jetty without a chat.
 */
final class ReferenceOptions {
  private static final List<String> ECHO_JVM_FLAGS = List.of("-Xmx512m");

  /** HotSpot needs longer to compile the echo than it takes to measure it. */
  private static final int ECHO_WARMUPS = 3;

  @Option(
      names = "--reference-seconds",
      defaultValue = "3",
      description =
          "How long to measure each way of writing of the database by itself, and the echo of a"
              + " plain WebSocket, beforehand; 0 for not at all (${DEFAULT-VALUE}).")
  private int seconds;

  /** What the database of a service of ours does by itself. */
  Reference database(Service service) throws SQLException, InterruptedException {
    BenchDatabase database = service.database();
    return seconds == 0 || database == null
        ? Reference.NONE
        : new Reference(WriteReference.measure(database::connect, length()), null);
  }

  /**
   * As {@link #database}, and what a plain WebSocket does on the same Jetty.
   *
   * @param sockets that send, and get their own texts back
   * @param inFlight texts of each socket under way
   * @param textBytes length of each text
   */
  Reference databaseAndEcho(Service service, int sockets, int inFlight, int textBytes)
      throws IOException, SQLException, InterruptedException {
    WriteReference.Result database = database(service).database;
    return database == null
        ? Reference.NONE
        : new Reference(database, echo(sockets, inFlight, textBytes));
  }

  private EchoRun.Outcome echo(int sockets, int inFlight, int textBytes)
      throws IOException, InterruptedException {
    try (ChildProcess server = EchoServer.start(ECHO_JVM_FLAGS);
        EventLoop loop = new EventLoop()) {
      var address = new InetSocketAddress(server.address().getHost(), server.address().getPort());
      return new EchoRun(loop, sockets, inFlight, textBytes)
          .run(address, length().multipliedBy(ECHO_WARMUPS), length());
    }
  }

  private Duration length() {
    return Duration.ofSeconds(seconds);
  }

  /** What was measured; null for what was not. */
  record Reference(WriteReference.@Nullable Result database, EchoRun.@Nullable Outcome echo) {
    static final Reference NONE = new Reference(null, null);

    /** Adds what was measured, and how so many messages a second compare. */
    void addTo(Figures figures, double messagesPerSecond) {
      if (database != null) {
        figures
            .add("reference_single_per_second", database.singlePerSecond())
            .add("reference_single_connections", database.singleConnections())
            .add("reference_batch_per_second", database.batchPerSecond())
            .addTenths("ratio_to_single", messagesPerSecond / database.singlePerSecond())
            .addTenths("percent_of_batch", 100 * messagesPerSecond / database.batchPerSecond());
      }
      if (echo != null) {
        figures
            .add("reference_echo_per_second", echo.perSecond())
            .addMillis("reference_echo_p50_ms", echo.latency().getValueAtPercentile(50))
            .addMillis("reference_echo_p99_ms", echo.latency().getValueAtPercentile(99))
            .addTenths("percent_of_echo", 100 * messagesPerSecond / echo.perSecond());
      }
    }
  }
}
