package io.parley.bench.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceLogTest {
  private static final String ENTRY = "2026-11-27T01:27:07.462Z INFO  a.B - ";

  @TempDir private Path directory;

  @Test
  void givenEntriesOnly_whenRead_thenNothingIsFound() throws IOException {
    assertThat(ServiceLog.faults(log("A JVM says\nwhat it likes\n" + ENTRY + "all is well\n")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ENTRY + "a\nforged",
        ENTRY + "a\n\tat io.parley.Some.where(Some.java:1)",
        ENTRY + "\u001b[31mred",
        ENTRY + "a\u0000b",
        ENTRY + "token=eyJhbGciOiJIUzI1NiJ9.e30.x",
        "2026-11-27T01:27:07.462Z ERROR a.B - failed"
      })
  void givenTracesOfAnAttack_whenRead_thenTheyAreFound(String text) throws IOException {
    assertThat(ServiceLog.faults(log(ENTRY + "begun\n" + text + "\n" + ENTRY + "ended\n")))
        .hasSize(1);
  }

  private Path log(String text) throws IOException {
    return Files.writeString(directory.resolve("service.log"), text);
  }
}
