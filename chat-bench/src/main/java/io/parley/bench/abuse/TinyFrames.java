package io.parley.bench.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Messages in frames of one byte, empty frames, pings, and frames without a mask. */
final class TinyFrames implements Attack {
  private static final int CONTINUATION = 0;
  private static final int MESSAGES = 20;

  @Override
  public String name() {
    return "tiny-frames";
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline) throws IOException {
    byte[] burst = burst();
    for (long number = 0; !deadline.hasPassed(); number++) {
      try (HostileSocket socket = HostileSocket.ofAttacker(target, tally, number)) {
        for (int i = 0; i < 20 && !deadline.hasPassed(); i++) {
          socket.connection().write(burst);
          tally.attempts(MESSAGES - 1);
          tally.answered("a message in tiny frames", last(socket));
        }
        bytewise(socket, tally);
        socket.connection().write(new byte[] {(byte) 0x81, 1, '2'});
        tally.mustBeRefused("no mask", socket.listen(HostileConnection.PATIENCE_MILLIS));
      }
    }
  }

  /** One frame in packets of a byte. */
  private static void bytewise(HostileSocket socket, Tally tally) throws IOException {
    byte[] frame =
        HostileConnection.frame(
            HostileConnection.FINAL | HostileConnection.TEXT,
            "429999[\"check_online\",{\"userIds\":[1]}]".getBytes(UTF_8));
    for (byte next : frame) {
      socket.connection().write(new byte[] {next});
    }
    tally.answered("a frame in bytes", last(socket));
  }

  private static Answer last(HostileSocket socket) throws IOException {
    Answer answer = socket.listen(HostileConnection.PATIENCE_MILLIS);
    while (answer.text().startsWith("42") || answer.text().startsWith("431")) {
      answer = socket.listen(HostileConnection.PATIENCE_MILLIS);
    }
    return answer;
  }

  private static byte[] burst() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < MESSAGES; i++) {
      String id = i == MESSAGES - 1 ? "429999" : "421";
      byte[] message = (id + "[\"check_online\",{\"userIds\":[1]}]").getBytes(UTF_8);
      for (int at = 0; at < message.length; at++) {
        int opcode = at == 0 ? HostileConnection.TEXT : CONTINUATION;
        int last = at == message.length - 1 ? HostileConnection.FINAL : 0;
        bytes.writeBytes(HostileConnection.frame(opcode | last, new byte[] {message[at]}));
        bytes.writeBytes(
            HostileConnection.frame(
                HostileConnection.FINAL | HostileConnection.PING, new byte[at % 2]));
        if (last == 0) {
          bytes.writeBytes(HostileConnection.frame(CONTINUATION, new byte[0]));
        }
      }
    }
    return bytes.toByteArray();
  }
}
