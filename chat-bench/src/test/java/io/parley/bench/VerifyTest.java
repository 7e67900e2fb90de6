package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The short form of the proof: the service itself, alone and as several nodes, with all faults. */
class VerifyTest {
  private static final String SECONDS = "90";
  private static final String SECONDS_OF_SEVERAL = "45";

  private final StringWriter out = new StringWriter();

  @Test
  void givenTheServiceItself_whenEverythingAroundItBreaks_thenNoPromiseIsBroken() {
    int exitCode = verify("--seconds", SECONDS, "--fault-every", "2", "--rate", "300");

    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("\"acknowledged\":[1-9]\\d{3}")
        .containsPattern("\"faults\":[1-9]")
        .contains("\"violations\":0");
  }

  @ParameterizedTest
  @CsvSource({"3, REDIS", "2, POSTGRES"})
  void givenSeveralNodes_whenEverythingAroundThemBreaks_thenNoPromiseIsBroken(
      String nodes, String bus) {
    int exitCode =
        verify(
            "--seconds",
            SECONDS_OF_SEVERAL,
            "--fault-every",
            "2",
            "--rate",
            "200",
            "--jvm",
            "-Xmx512m",
            "--nodes",
            nodes,
            "--bus",
            bus);

    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("\"acknowledged\":[1-9]\\d{3}")
        .containsPattern("\"faults\":[1-9]")
        .contains("\"violations\":0");
  }

  @Test
  void givenUnknownFault_whenAskedFor_thenTheNamesAreTold() {
    assertThat(verify("--url", "http://localhost:1", "--faults", "rain")).isEqualTo(2);

    assertThat(out.toString()).contains("no such fault: rain");
  }

  @Test
  void givenRunningServer_whenItsDatabaseIsToBreak_thenThatIsRefused() {
    assertThat(verify("--url", "http://localhost:1", "--faults", "database-cut")).isEqualTo(2);

    assertThat(out.toString()).contains("not possible with this server: [database-cut]");
  }

  private int verify(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "verify";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    PrintWriter writer = new PrintWriter(out, true);
    return new CommandLine(new Main()).setOut(writer).setErr(writer).execute(all);
  }
}
