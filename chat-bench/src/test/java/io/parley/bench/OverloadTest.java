package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OverloadTest {
  @Test
  void givenTheServiceItself_whenMoreIsSentThanItCanTake_thenWhatItAcceptsIsThere() {
    var out = new StringWriter();
    String arguments = "overload --pairs 200 --warmup 1 --seconds 2 --rate 50 --rush 20000";

    int unused =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out, true))
            .execute(arguments.split(" "));

    assertThat(out.toString())
        .containsPattern("\"rush_sent\":40000")
        .containsPattern("\"rush_accepted_per_second\":[1-9]")
        .containsPattern("\"rush_refused_store_unavailable\":[1-9]")
        .contains("\"missing\":0,\"failure\":\"\"");
  }
}
