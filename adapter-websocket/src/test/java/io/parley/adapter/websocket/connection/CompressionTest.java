package io.parley.adapter.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.websocket.conformance.ConformanceServers;
import io.parley.adapter.websocket.harness.PollingClient;
import io.parley.adapter.websocket.harness.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is compressed, and only when both sides want it. */
class CompressionTest {
  private static final String LONG = "4" + "x".repeat(5_000);

  // --- polling -------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br | 5000 | true",
        "gzip;q=0          | 5000 | false",
        "br                | 5000 | false",
        "gzip              | 1000 | false"
      })
  void givenPoll_whenTheClientAccepts_thenALongAnswerIsGzipped(
      String accepted, int length, boolean gzipped) throws Exception {
    try (TestServer server = TestServer.start(ConformanceServers.patientEngine().handler())) {
      PollingClient polling = new PollingClient(server, "/engine.io/");
      String sid = polling.open();
      String message = "4" + "x".repeat(length);
      polling.post(sid, message);

      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient()
              .send(
                  polling
                      .request("EIO=4&transport=polling&sid=" + sid)
                      .header("Accept-Encoding", accepted)
                      .build(),
                  BodyHandlers.ofByteArray());

      assertThat(answer.headers().firstValue("Content-Encoding").isPresent()).isEqualTo(gzipped);
      assertThat(gzipped ? gunzip(answer.body()) : text(answer.body())).isEqualTo(message);
    }
  }

  private static String gunzip(byte[] body) throws IOException {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return text(gzip.readAllBytes());
    }
  }

  // --- WebSocket -----------------------------------------------------------------------------

  @Test
  void givenPermessageDeflateSwitchedOn_whenTheClientOffersIt_thenFramesAreCompressed()
      throws Exception {
    EngineServer engine = ConformanceServers.patientEngine(new Compression(true, 1_024));
    try (TestServer server = TestServer.start(engine.handler());
        Socket socket = new Socket("localhost", server.http().getPort())) {
      String answer = upgrade(socket);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      Frame open = readFrame(in);
      writeCompressed(socket, LONG);
      Frame echo = readFrame(in);

      assertThat(answer).contains("Sec-WebSocket-Extensions: permessage-deflate");
      assertThat(open.text()).startsWith("0{");
      assertThat(echo.compressed).isTrue();
      assertThat(echo.payload.length).isLessThan(100);
      assertThat(echo.text()).isEqualTo(LONG);
    }
  }

  @Test
  void givenPermessageDeflate_whenAMessageInflatesBeyondTheLimit_thenTheConnectionIsClosed()
      throws Exception {
    EngineServer engine = ConformanceServers.patientEngine(new Compression(true, 1_024));
    try (TestServer server = TestServer.start(engine.handler());
        Socket socket = new Socket("localhost", server.http().getPort())) {
      upgrade(socket);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      readFrame(in);

      writeCompressed(socket, "4" + "x".repeat(20_000_000));
      Frame close = readFrame(in);

      assertThat(close.opcode).isEqualTo(8);
      assertThat(close.payload).startsWith(1009 >> 8, 1009 & 0xff);
    }
  }

  @Test
  void givenDefaults_whenTheClientOffersPermessageDeflate_thenItIsNotTaken() throws Exception {
    try (TestServer server = TestServer.start(ConformanceServers.patientEngine().handler());
        Socket socket = new Socket("localhost", server.http().getPort())) {
      String answer = upgrade(socket);
      Frame open = readFrame(new DataInputStream(socket.getInputStream()));

      assertThat(answer).contains("101").doesNotContain("permessage-deflate");
      assertThat(open.compressed).isFalse();
      assertThat(text(open.payload)).startsWith("0{");
    }
  }

  // --- frames by hand --------------------------------------------------------------------------

  private static String upgrade(Socket socket) throws IOException {
    String request =
        String.join(
            "\r\n",
            "GET /engine.io/?EIO=4&transport=websocket HTTP/1.1",
            "Host: localhost",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
            "",
            "");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.setSoTimeout(10_000);
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      assertThat(next).as("an end after %s", head).isNotNegative();
      head.append((char) next);
    }
    return head.toString();
  }

  private static final class Frame {
    private final int opcode;
    private final boolean compressed;
    private final byte[] payload;

    Frame(int opcode, boolean compressed, byte[] payload) {
      this.opcode = opcode;
      this.compressed = compressed;
      this.payload = payload;
    }

    String text() throws DataFormatException {
      if (!compressed) {
        return CompressionTest.text(payload);
      }
      // RFC 7692, section 7.2.2: the four bytes that the sender has left out.
      byte[] complete = Arrays.copyOf(payload, payload.length + 4);
      complete[payload.length + 2] = (byte) 0xff;
      complete[payload.length + 3] = (byte) 0xff;
      Inflater inflater = new Inflater(true);
      inflater.setInput(complete);
      byte[] text = new byte[100_000];
      int length = inflater.inflate(text);
      inflater.end();
      return new String(text, 0, length, StandardCharsets.UTF_8);
    }
  }

  private static Frame readFrame(DataInputStream in) throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Frame(first & 0x0f, (first & 0x40) != 0, payload);
  }

  private static void writeCompressed(Socket socket, String message) throws IOException {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(message.getBytes(StandardCharsets.UTF_8));
    byte[] buffer = new byte[100_000];
    int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH) - 4;
    deflater.end();
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {(byte) 0xc1, (byte) (0x80 | 126)});
    frame.writeBytes(new byte[] {(byte) (length >> 8), (byte) length, 0, 0, 0, 0});
    frame.write(buffer, 0, length);
    socket.getOutputStream().write(frame.toByteArray());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
