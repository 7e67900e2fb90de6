package io.parley.bench.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AbuseTest {
  private final StringWriter out = new StringWriter();

  @Test
  void givenTheServiceItself_whenAllAttacksComeShortly_thenNothingIsGrantedBrokenOrLost() {
    int exitCode =
        abuse(
            "--users 10 --rate 50 --warmup 0 --seconds 1 --quiet 1 --settle 0 --sockets 200"
                + " --connections 4 --slow 40 --max-ratio 0");

    assertThat(exitCode).as(out.toString()).isZero();
    for (String attack :
        new String[] {
          "forged_tokens",
          "cross_site",
          "room_guessing",
          "id_enumeration",
          "injection",
          "header_log_injection",
          "decompression_bomb",
          "slow_loris",
          "tiny_frames",
          "unauthenticated_sockets",
          "send_flood",
          "search_flood",
          "typing_storm",
          "oversized"
        }) {
      assertThat(out.toString())
          .containsPattern("\"" + attack + "_attempts\":[1-9]")
          .contains("\"" + attack + "_granted\":0,\"" + attack + "_broken\":0,");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--seconds 3600", "--sockets 1000000", "--rounds 1000", "--attacks nuclear"})
  void givenMoreThanTheDrillMayDo_whenStarted_thenItRefuses(String arguments) {
    assertThat(abuse(arguments)).isEqualTo(2);
  }

  private int abuse(String arguments) {
    return new CommandLine(new Abuse())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute(arguments.split(" "));
  }
}
