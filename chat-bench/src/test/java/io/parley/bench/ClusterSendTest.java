package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ClusterSendTest {
  private final StringWriter out = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"redis", "postgres"})
  void givenTwoNodes_whenSentToForAMoment_thenNothingIsLostAndFiguresArePrinted(String bus) {
    int exitCode =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out, true))
            .execute(
                "cluster-send --pairs 4 --turns 2 --warmup 1 --seconds 1 --jvm -Xmx256m --bus"
                    .concat(" " + bus)
                    .split(" "));

    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("\"one_delivered_per_second\":[1-9]")
        .containsPattern("\"cluster_delivered_per_second\":[1-9]")
        .containsPattern("\"cluster_percent_of_one\":[1-9]")
        .contains("\"cluster_failures\":\"\"");
  }
}
