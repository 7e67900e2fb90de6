package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ScenariosTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "history --messages 330 --short-messages 60 --rounds 2",
        "inbox --conversations 45 --unread 7",
        "mark-read --unread 3,20",
        "search --messages 2000 --others 10000",
        "mixed --pairs 5 --rate 100 --reference-seconds 0"
      })
  void givenTheServiceItself_whenAskedForAMoment_thenAnswersAreRightAndFiguresArePrinted(
      String scenario) {
    var out = new StringWriter();
    int exitCode =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out, true))
            .execute(
                Stream.of(scenario, "--warmup 0 --seconds 1")
                    .flatMap(words -> Stream.of(words.split(" ")))
                    .toArray(String[]::new));

    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("_count\":[1-9]")
        .containsPattern("_p99_ms\":\\d")
        .contains("\"wrong\":0,\"failure\":\"\"");
  }
}
