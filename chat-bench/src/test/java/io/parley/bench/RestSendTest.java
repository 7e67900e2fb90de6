package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RestSendTest {
  private final StringWriter out = new StringWriter();

  @Test
  void givenTheServiceItself_whenSentToForAMoment_thenNothingIsLostAndFiguresArePrinted() {
    assertThat(restSend()).as(out.toString()).isZero();

    assertThat(out.toString())
        .containsPattern("\"sent_per_second\":[1-9]")
        .contains("\"refused\":0,\"out_of_order\":0,\"wrong_totals\":0,\"failure\":\"\"");
  }

  @Test
  void givenMessagesThatAreTooLong_whenSent_thenItFails() {
    assertThat(restSend("--bytes", "10001")).as(out.toString()).isEqualTo(1);

    assertThat(out.toString()).containsPattern("\"sent\":0,\"refused\":[1-9]");
  }

  private int restSend(String... more) {
    var arguments = new ArrayList<>(List.of("rest-send"));
    arguments.addAll(
        List.of(
            "--connections", "3", "--warmup", "1", "--seconds", "2", "--reference-seconds", "0"));
    arguments.addAll(List.of(more));
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out, true))
        .execute(arguments.toArray(String[]::new));
  }
}
