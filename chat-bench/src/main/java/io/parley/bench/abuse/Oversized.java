package io.parley.bench.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** More of everything than there may be. */
final class Oversized implements Attack {
  private static final int MESSAGE_LIMIT = 1_000_000;

  /** Where the service may wait for the rest of what was announced. */
  private static final int SHORT_MILLIS = 200;

  @Override
  public String name() {
    return "oversized";
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline) throws IOException {
    for (long number = 0; !deadline.hasPassed(); number++) {
      bodies(target, tally, number);
      heads(target, tally, number);
      for (Map.Entry<String, byte[]> sent : frames(target.attacker(number + 1)).entrySet()) {
        if (!deadline.hasPassed()) {
          socket(target, tally, number, sent.getKey(), sent.getValue());
        }
      }
    }
  }

  private static void bodies(Target target, Tally tally, long number) throws IOException {
    String head = "{\"receiverId\":" + target.attacker(number + 1) + ",\"content\":\"";
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("10,001 code points", head + "x".repeat(10_001) + "\"}");
    bodies.put("10,001 emoji", head + "\ud83d\ude00".repeat(10_001) + "\"}");
    bodies.put("200 KB", head + "x".repeat(200_000) + "\"}");
    bodies.put("5 MB", head + "x".repeat(5_000_000) + "\"}");
    bodies.put(
        "attachment",
        head + "a\",\"attachmentUrl\":\"https://a.example/" + "x".repeat(2_048) + "\"}");
    bodies.put("message id", head + "a\",\"clientMessageId\":\"" + "x".repeat(10_000) + "\"}");
    bodies.put("deep JSON", head + "a\",\"x\":" + "[".repeat(40_000) + "]".repeat(40_000) + "}");
    bodies.put("deep objects", head + "a\",\"x\":" + "{\"a\":".repeat(10_000));
    bodies.put("a number", "{\"receiverId\":" + "9".repeat(90_000) + ",\"content\":\"a\"}");
    bodies.put("an exponent", "{\"receiverId\":1e999999999,\"content\":\"a\"}");
    for (Map.Entry<String, String> body : bodies.entrySet()) {
      try (HostileConnection connection = target.open()) {
        tally.mustBeRefused(
            body.getKey(),
            connection.ask(
                "POST /api/chat/send",
                target.authorization(number) + "Content-Type: application/json\r\n",
                body.getValue().getBytes(UTF_8)));
      }
    }
    try (HostileConnection connection = target.open()) {
      tally.mustBeRefused(
          "2 MB by polling",
          connection.ask(
              "POST /socket.io/?EIO=4&transport=polling&sid=a", "", new byte[2_000_000]));
    }
    try (HostileConnection connection = target.open()) {
      connection.write(
          "POST /api/chat/send HTTP/1.1\r\nHost: localhost\r\n"
              + target.authorization(number)
              + "Content-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n");
      tally.mustBeRefused("10 GB announced", connection.answer(SHORT_MILLIS));
    }
  }

  private static void heads(Target target, Tally tally, long number) throws IOException {
    String who = target.authorization(number);
    String many = "X-A: b\r\n".repeat(3_000);
    mustBeRefused(
        target, tally, "GET /api/chat/unread-count", who + "X: " + "x".repeat(17_000) + "\r\n");
    mustBeRefused(target, tally, "GET /api/chat/unread-count", who + many);
    mustBeRefused(target, tally, "GET /api/chat/search?q=" + "x".repeat(17_000), who);
    mustBeRefused(target, tally, "GET /" + "a/".repeat(9_000), who);
    mustBeRefused(target, tally, "X".repeat(17_000) + " /", who);
    try (HostileConnection connection = target.open()) {
      String query = "GET /api/chat/conversations?page=" + "9".repeat(3_000);
      tally.answered(query, connection.ask(query + "&limit=" + "9".repeat(3_000), who));
    }
  }

  private static void mustBeRefused(Target target, Tally tally, String call, String headers)
      throws IOException {
    try (HostileConnection connection = target.open()) {
      tally.mustBeRefused(call.substring(0, 20), connection.ask(call, headers));
    }
  }

  private static Map<String, byte[]> frames(long other) {
    String head = "421[\"send_message\",{\"receiverId\":" + other + ",\"content\":\"";
    Map<String, byte[]> frames = new LinkedHashMap<>();
    frames.put("10,001 code points", text(head + "x".repeat(10_001) + "\"}]"));
    frames.put("too long a message", text(head + "x".repeat(MESSAGE_LIMIT) + "\"}]"));
    frames.put("ids", text("421[\"check_online\",{\"userIds\":[1" + ",1".repeat(400_000) + "]}]"));
    frames.put("deep JSON", text("421[\"typing\"," + "[".repeat(400_000)));
    frames.put("many arguments", text("421[\"join_conversation\"" + ",{}".repeat(300_000) + "]"));
    frames.put(
        "a number", text("421[\"typing\",{\"conversationId\":" + "9".repeat(900_000) + "}]"));
    frames.put("an ack id", text("42" + "9".repeat(100_000) + "[\"typing\",{}]"));
    frames.put("a namespace", text("40/" + "n".repeat(900_000) + ","));
    frames.put("an event name", text("421[\"" + "e".repeat(900_000) + "\",{}]"));
    frames.put("attachments", text("451000000-[\"typing\",{}]"));
    frames.put("attachments without end", text("45" + "9".repeat(1_000) + "-[\"typing\",{}]"));
    frames.put("a frame that is announced", announced(Long.MAX_VALUE));
    frames.put("a frame of less than nothing", announced(-1));
    return frames;
  }

  private static byte[] text(String message) {
    return HostileConnection.frame(
        HostileConnection.FINAL | HostileConnection.TEXT, message.getBytes(UTF_8));
  }

  private static byte[] announced(long length) {
    return ByteBuffer.allocate(14)
        .put((byte) (HostileConnection.FINAL | HostileConnection.TEXT))
        .put((byte) 0xff)
        .putLong(length)
        .putInt(0)
        .array();
  }

  private static void socket(Target target, Tally tally, long number, String what, byte[] frame)
      throws IOException {
    try (HostileSocket socket = HostileSocket.ofAttacker(target, tally, number)) {
      Answer answer;
      try {
        socket.connection().write(frame);
        answer = socket.listen(SHORT_MILLIS);
      } catch (IOException hungUp) {
        answer = Answer.closed();
      }
      tally.mustBeRefused(what, answer);
    }
  }
}
