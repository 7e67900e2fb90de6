package io.parley.bench.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LoopbackTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:3010",
        "http://localhost:3010",
        "http://127.9.8.7:3010/",
        "http://[::1]:3010"
      })
  void givenThisMachine_whenRequired_thenItsAddressIsResolved(String url) {
    InetSocketAddress address = Loopback.require(URI.create(url));

    assertThat(address.getAddress().isLoopbackAddress()).isTrue();
    assertThat(address.getPort()).isEqualTo(3010);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://192.0.2.1:3010",
        "http://10.0.0.1:3010",
        "http://0.0.0.0:3010",
        "http://[2001:db8::1]:3010",
        "http://[::]:3010",
        "http://127.0.0.1.invalid:3010",
        "http://localhost@192.0.2.1:3010",
        "https://localhost:3010",
        "localhost:3010",
        "file:///etc/passwd"
      })
  void givenAnythingElse_whenRequired_thenItIsRefused(String url) {
    assertThatThrownBy(() -> Loopback.require(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenAnotherMachine_whenTheDrillIsStarted_thenItRefuses() {
    var out = new StringWriter();

    int exitCode =
        new CommandLine(new Abuse())
            .setErr(new PrintWriter(out, true))
            .execute("--url", "http://192.0.2.1:3010");

    assertThat(exitCode).isEqualTo(2);
    assertThat(out.toString()).contains("192.0.2.1 is not this machine");
  }
}
