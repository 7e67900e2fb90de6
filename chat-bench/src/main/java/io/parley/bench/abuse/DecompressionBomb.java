package io.parley.bench.abuse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** A little that becomes very much. */
final class DecompressionBomb implements Attack {
  private static final int INFLATED_MEGABYTES = 64;
  private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

  @Override
  public String name() {
    return "decompression-bomb";
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline)
      throws IOException, InterruptedException {
    byte[] gzip = gzip();
    byte[] deflated = deflated();
    tally.note("sent_bytes", gzip.length);
    tally.note("inflated_mb", INFLATED_MEGABYTES);
    long number = 0;
    do { // once at least: to make the bomb may have taken all of the time
      for (String coding : List.of("gzip", "deflate", "x-gzip", "gzip, gzip", "br")) {
        byte[] body = coding.equals("deflate") ? deflated : gzip;
        post(target, tally, "/api/chat/send", number, coding, body);
        post(target, tally, "/socket.io/?EIO=4&transport=polling&sid=a", number, coding, body);
      }
      frame(target, tally, number, OFFER, deflated);
      frame(target, tally, number, "", deflated);
      number++;
      deadline.pause(1);
    } while (!deadline.hasPassed());
  }

  private static void post(
      Target target, Tally tally, String path, long number, String coding, byte[] body)
      throws IOException {
    try (HostileConnection connection = target.open()) {
      tally.mustBeRefused(
          "POST " + path + " " + coding,
          connection.ask(
              "POST " + path,
              target.authorization(number)
                  + "Content-Type: application/json\r\nContent-Encoding: "
                  + coding
                  + "\r\n",
              body));
    }
  }

  /** A compressed message; without the offer, or if that was not taken, frames must not be. */
  private static void frame(Target target, Tally tally, long number, String offer, byte[] deflated)
      throws IOException {
    try (HostileSocket socket = HostileSocket.open(target, tally, offer)) {
      Answer unused = socket.connect(target.attackerToken(number));
      HostileConnection connection = socket.connection();
      connection.write(
          HostileConnection.frame(
              HostileConnection.FINAL | HostileConnection.COMPRESSED | HostileConnection.TEXT,
              deflated));
      Answer answer = connection.message(HostileConnection.PATIENCE_MILLIS);
      while (answer.text().toLowerCase(Locale.ROOT).startsWith("42")) {
        answer = connection.message(HostileConnection.PATIENCE_MILLIS);
      }
      tally.mustBeRefused("a compressed frame", answer);
    } catch (IOException e) {
      tally.mustBeRefused("a compressed frame", Answer.closed());
    }
  }

  private static byte[] gzip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      inflate(out);
    }
    return bytes.toByteArray();
  }

  /** Raw, as WebSockets have it. */
  private static byte[] deflated() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (OutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      inflate(out);
    }
    deflater.end();
    return bytes.toByteArray();
  }

  private static void inflate(OutputStream out) throws IOException {
    byte[] megabyte = new byte[1 << 20];
    java.util.Arrays.fill(megabyte, (byte) ' ');
    for (int i = 0; i < INFLATED_MEGABYTES; i++) {
      out.write(megabyte);
    }
  }
}
