package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.parley.bench.server.NodePeer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BroadcastTest {
  private final StringWriter out = new StringWriter();

  @Test
  void givenOurServerAlone_whenBroadcastTo_thenNothingIsLostAndFiguresArePrinted() {
    assertThat(broadcast("--peer", "none")).as(out.toString()).isZero();

    assertThat(out.toString())
        .containsPattern("\"ours_deliveries_per_second\":[1-9]")
        .contains("\"lost\":0,\"duplicated\":0,\"out_of_order\":0,\"failure\":\"\"")
        .doesNotContain("peer_", "ratio");
  }

  @Test
  void givenThePeer_whenBroadcastToInTurns_thenBothAreReportedAndCompared() throws Exception {
    requirePeer();

    assertThat(broadcast("--peer", "node", "--rounds", "2")).as(out.toString()).isZero();

    assertThat(out.toString())
        .containsPattern("\"ours_deliveries_per_second\":[1-9]")
        .containsPattern("\"peer_deliveries_per_second\":[1-9]")
        .containsPattern("\"peer_each_round\":\"[0-9]+ [0-9]+\"")
        .containsPattern("\"ratio\":[0-9.]+")
        .contains("\"lost\":0,\"duplicated\":0,\"out_of_order\":0,\"failure\":\"\"");
  }

  @Test
  void givenUnknownPeer_whenCalled_thenUsageIsExplained() {
    assertThat(broadcast("--peer", "other")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(out.toString()).contains("there is no peer other");
  }

  private int broadcast(String... options) {
    PrintWriter writer = new PrintWriter(out, true);
    CommandLine bench = new CommandLine(new Main()).setOut(writer).setErr(writer);
    String[] small = {"broadcast", "--sockets", "20", "--warmup", "0", "--seconds", "1"};
    String[] arguments = new String[small.length + options.length];
    System.arraycopy(small, 0, arguments, 0, small.length);
    System.arraycopy(options, 0, arguments, small.length, options.length);
    return bench.execute(arguments);
  }

  /** Without Node.js, npm or a network for it the test is skipped, but not in CI. */
  private static void requirePeer() throws IOException, InterruptedException {
    try {
      NodePeer.install();
    } catch (NodePeer.Unavailable e) {
      if ("true".equals(System.getenv("CI"))) {
        fail(e);
      }
      abort(e.toString());
    }
  }
}
