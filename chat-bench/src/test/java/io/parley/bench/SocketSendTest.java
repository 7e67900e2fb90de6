package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SocketSendTest {
  private final StringWriter out = new StringWriter();

  @Test
  void givenTheServiceItself_whenSentToForAMoment_thenNothingIsLostAndFiguresArePrinted() {
    assertThat(socketSend("--in-flight", "4", "--reference-seconds", "1"))
        .as(out.toString())
        .isZero();

    assertThat(out.toString())
        .containsPattern("\"delivered_per_second\":[1-9]")
        .containsPattern("\"service_cpu_us_per_message\":[1-9]")
        .containsPattern("\"database_cpu_us_per_message\":[1-9]")
        .containsPattern("\"allocated_bytes_per_message\":[1-9]")
        .containsPattern("\"reference_single_per_second\":[1-9]")
        .containsPattern("\"reference_batch_per_second\":[1-9]")
        .containsPattern("\"reference_echo_per_second\":[1-9]")
        .containsPattern("\"reference_echo_p50_ms\":\\d")
        .containsPattern("\"percent_of_echo\":\\d")
        .contains("\"lost\":0,\"duplicated\":0,\"out_of_order\":0,\"refused\":0");
  }

  @Test
  void givenRate_whenSent_thenNothingIsLost() {
    assertThat(socketSend("--rate", "200", "--reference-seconds", "0")).as(out.toString()).isZero();

    assertThat(out.toString())
        .containsPattern("\"delivered_per_second\":(1[5-9]|2[0-4])\\d,")
        .contains("\"lost\":0,\"duplicated\":0,\"out_of_order\":0,\"refused\":0");
  }

  private int socketSend(String... more) {
    var arguments =
        new ArrayList<>(List.of("socket-send", "--pairs", "3", "--warmup", "1", "--seconds", "2"));
    arguments.addAll(List.of(more));
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out, true))
        .execute(arguments.toArray(String[]::new));
  }
}
