package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SocketSendTest {
  @Test
  void givenTheServiceItself_whenSentToForAMoment_thenNothingIsLostAndFiguresArePrinted() {
    var out = new StringWriter();
    int exitCode =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out, true))
            .execute(
                "socket-send",
                "--pairs",
                "3",
                "--in-flight",
                "4",
                "--warmup",
                "1",
                "--seconds",
                "2",
                "--reference-seconds",
                "1");

    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("\"delivered_per_second\":[1-9]")
        .containsPattern("\"reference_single_per_second\":[1-9]")
        .containsPattern("\"reference_batch_per_second\":[1-9]")
        .contains("\"lost\":0,\"duplicated\":0,\"out_of_order\":0,\"refused\":0");
  }
}
