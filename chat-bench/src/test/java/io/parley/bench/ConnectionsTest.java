package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.CommandLine;

class ConnectionsTest {
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the scenario reads /proc, which only Linux has")
  void givenTheServiceItself_whenSocketsComeAndLeave_thenNoneIsLostAndFiguresArePrinted() {
    var out = new StringWriter();
    int exitCode =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out, true))
            .execute(
                "connections",
                "--sockets",
                "60",
                "--burst",
                "20",
                "--warmup",
                "20",
                "--idle",
                "1",
                "--histogram",
                "400");

    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("\"connects_per_second\":[1-9]")
        .containsPattern("\"heap_with_mb\":[1-9]")
        .containsPattern("\"rss_with_mb\":[1-9]")
        .contains("\"lost\":0,\"failed\":0,\"not_forgotten\":0,\"failure\":\"\"")
        .containsPattern(
            " 1\\.00  io\\.parley\\.adapter\\.websocket\\.socketio\\.SocketIoSocket\\R");
  }
}
