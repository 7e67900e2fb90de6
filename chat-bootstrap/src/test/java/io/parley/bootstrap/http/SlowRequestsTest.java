package io.parley.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bootstrap.config.TlsConfig;
import io.parley.testkit.fixture.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Those who send a byte now and then, and never fall silent for long enough to be idle. Jetty alone
 * keeps them for ever.
 */
@Timeout(60)
class SlowRequestsTest {
  private static final SlowRequests.Limits LIMITS =
      new SlowRequests.Limits(
          Duration.ofMillis(1_000), Duration.ofMillis(500), 1_000, Duration.ofMillis(100));
  private static final int DRIP_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String POST =
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";
  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "G",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
        GET + "GET / HTTP/1.1\r\nX: ",
        POST,
        CHUNKED,
        GET + POST
      })
  void givenRequestThatDribbles_whenItsTimeIsUp_thenItIsHungUpOn(String begin) throws IOException {
    try (HttpFixture server = HttpFixture.with(LIMITS, Optional.empty());
        Socket socket = server.connect()) {
      socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));

      assertThat(endsWhileDribbling(socket, begin.endsWith(CHUNKED) ? "1\r\nx\r\n" : "x")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n"})
  void givenEmptyLinesOnly_whenTheirTimeIsUp_thenTheyAreHungUpOn(String line) throws IOException {
    try (HttpFixture server = HttpFixture.with(LIMITS, Optional.empty());
        Socket socket = server.connect()) {
      assertThat(endsWhileDribbling(socket, line)).isTrue();
    }
  }

  @Test
  void givenTlsHandshakeThatDribbles_whenItsTimeIsUp_thenItIsHungUpOn(@TempDir Path directory)
      throws IOException {
    TestCertificate certificate = TestCertificate.create(directory, "ec");
    try (Tls tls =
            Tls.open(
                new TlsConfig(certificate.certificate(), certificate.key()), Clock.systemUTC());
        HttpFixture server = HttpFixture.with(LIMITS, Optional.of(tls));
        Socket socket = server.connect()) {
      // the head of a record that announces as much as may be, of the handshake
      socket.getOutputStream().write(new byte[] {22, 3, 1, 0x40, 0});

      assertThat(endsWhileDribbling(socket, "\u0001")).isTrue();
    }
  }

  @Test
  void givenBodyThatComesFastEnough_whenItTakesLong_thenItIsRead() throws IOException {
    try (HttpFixture server = HttpFixture.with(LIMITS, Optional.empty());
        Socket socket = server.connect()) {
      int pieces = 40;
      String piece = "x".repeat(500);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                  + pieces * piece.length()
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(DRIP_MILLIS);
      StringBuilder heard = new StringBuilder();
      for (int i = 0; i < pieces; i++) {
        out.write(piece.getBytes(StandardCharsets.US_ASCII));
        hear(socket, heard);
      }
      while (hear(socket, heard)) {
        // its answer is on the way
      }

      assertThat(heard.toString()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void givenRequestThatTheServerIsToBlameFor_whenItTakesLong_thenItIsLeftAlone()
      throws IOException {
    try (HttpFixture server = HttpFixture.with(LIMITS, Optional.empty());
        Socket socket = server.connect()) {
      socket
          .getOutputStream()
          .write(
              "GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(3_000);

      assertThat(hear(socket, new StringBuilder())).isTrue();
    }
  }

  @Test
  void givenMostConnectionsTaken_whenMoreCome_thenTheyWait() throws IOException {
    try (HttpFixture server = HttpFixture.withAtMost(3)) {
      Socket first = server.connect();
      Socket second = server.connect();
      Socket third = server.connect();
      try (second;
          third;
          Socket waiting = server.connect()) {
        ask(first);
        ask(second);
        ask(third);
        waiting.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
        waiting.setSoTimeout(1_000);
        StringBuilder heard = new StringBuilder();
        hear(waiting, heard);
        assertThat(heard).isEmpty();

        first.close();

        waiting.setSoTimeout((int) PATIENCE.toMillis());
        hear(waiting, heard);
        assertThat(heard.toString()).startsWith("HTTP/1.1 200");
      }
    }
  }

  private static void ask(Socket socket) throws IOException {
    socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
    StringBuilder heard = new StringBuilder();
    hear(socket, heard);
    assertThat(heard.toString()).startsWith("HTTP/1.1 200");
  }

  /** Sends a piece again and again; whether the server ends the connection in time. */
  private static boolean endsWhileDribbling(Socket socket, String piece) throws IOException {
    socket.setSoTimeout(DRIP_MILLIS);
    long end = System.nanoTime() + PATIENCE.toNanos();
    StringBuilder heard = new StringBuilder();
    while (System.nanoTime() - end < 0) {
      try {
        socket.getOutputStream().write(piece.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException ended) {
        return true;
      }
      if (!hear(socket, heard)) {
        return true;
      }
    }
    return false;
  }

  /** Hears what comes next, for a while; false at the end of the connection. */
  private static boolean hear(Socket socket, StringBuilder heard) {
    byte[] buffer = new byte[4_096];
    try {
      int read = socket.getInputStream().read(buffer);
      if (read > 0) {
        heard.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
      }
      return read >= 0;
    } catch (SocketTimeoutException silence) {
      return true;
    } catch (IOException reset) {
      return false;
    }
  }
}
