package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StormTest {
  private static final Pattern TRANSACTIONS =
      Pattern.compile("\"transactions_per_return\":(-?[\\d.]+)");

  @Test
  void givenTheServiceItself_whenAllClientsComeBack_thenEachCostsAFewQueries_andMissesNothing() {
    var out = new StringWriter();
    String arguments =
        "storm --clients 600 --senders 20 --warmup 1 --seconds 3 --over 3 --rate 300";

    int exit =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out, true))
            .execute(arguments.split(" "));

    assertThat(out.toString())
        .containsPattern("\"caught_up\":[1-9]")
        .contains("\"holes\":0,\"doubled\":0,\"missing\":0,\"failure\":\"\"");
    assertThat(exit).as(out.toString()).isZero();
    Matcher transactions = TRANSACTIONS.matcher(out.toString());
    assertThat(transactions.find()).isTrue();
    // beyond those of the calm before; less than none if the cold service needed more then
    assertThat(Double.parseDouble(transactions.group(1))).isLessThan(12.0);
  }
}
