package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SlowReadersTest {
  private final StringWriter out = new StringWriter();

  @Test
  void givenSocketsThatStopReading_whenTheirQueuesAreFull_thenOnlyTheyAreCutOff() {
    assertThat(slowReaders("--bytes", "100000", "--cut-limit", "60")).as(out.toString()).isZero();

    assertThat(out.toString())
        .containsPattern("\"p99_before_ms\":[0-9.]+")
        .containsPattern("\"p99_during_ms\":[0-9.]+")
        .containsPattern("\"p99_after_ms\":[0-9.]+")
        .containsPattern("\"heap_during_mb\":[1-9]")
        .contains("\"cut_off\":2,")
        .contains("\"lost\":0,\"duplicated\":0,\"out_of_order\":0,\"failure\":\"\"");
  }

  @Test
  void givenSocketsThatStopReading_whenNotCutOffInTime_thenItFails() {
    assertThat(slowReaders("--bytes", "100", "--cut-limit", "0")).as(out.toString()).isEqualTo(1);

    assertThat(out.toString())
        .contains("\"cut_off\":0,")
        .contains("\"lost\":0,\"duplicated\":0,\"out_of_order\":0,\"failure\":\"\"");
  }

  private int slowReaders(String bytes, String size, String limit, String limitSeconds) {
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out, true))
        .execute(
            "slow-readers",
            "--sockets",
            "5",
            "--stalled",
            "2",
            "--queue-bytes",
            "200000",
            "--rate",
            "50",
            "--rounds",
            "1",
            "--warmup",
            "0",
            "--seconds",
            "1",
            bytes,
            size,
            limit,
            limitSeconds);
  }
}
