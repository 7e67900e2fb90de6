package io.parley.bench.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One event, again and again, on many sockets of one user. */
final class SocketFlood extends Flood {
  private static final int AT_ONCE = 64;
  private static final Pattern CONVERSATION = Pattern.compile("\"conversationId\":(\\d+)");

  private final String event;
  private final String payload;

  private SocketFlood(String name, int sockets, String event, String payload) {
    super(name, sockets);
    this.event = event;
    this.payload = payload;
  }

  /** Messages to one other user. */
  static SocketFlood ofMessages(int sockets) {
    return new SocketFlood(
        "send-flood", sockets, "send_message", "{\"receiverId\":OTHER,\"content\":\"flood\"}");
  }

  /** Signals of typing to one other user. */
  static SocketFlood ofTyping(int sockets) {
    return new SocketFlood("typing-storm", sockets, "typing", "{\"conversationId\":OWN}");
  }

  @Override
  HostileConnection connect(Target target, Tally tally) throws IOException {
    return HostileSocket.ofAttacker(target, tally, 0).connection();
  }

  @Override
  Burst burst(Target target, Tally tally) throws IOException {
    String other = Long.toString(target.attacker(1));
    String own = "0";
    try (HostileSocket socket = HostileSocket.ofAttacker(target, tally, 0)) {
      Answer sent =
          socket.ask("send_message", "{\"receiverId\":" + other + ",\"content\":\"hello\"}");
      Matcher conversation = CONVERSATION.matcher(sent.text());
      if (conversation.find()) {
        own = conversation.group(1);
      }
    }
    String filled = payload.replace("OTHER", other).replace("OWN", own);
    String message = "421[\"" + event + "\"," + filled + "]";
    byte[] frame =
        HostileConnection.frame(
            HostileConnection.FINAL | HostileConnection.TEXT, message.getBytes(UTF_8));
    return Burst.of(frame, AT_ONCE);
  }

  /** Acknowledgements only: what else comes is heard and not counted. */
  @Override
  Answer answer(HostileConnection connection) throws IOException {
    Answer answer = connection.message(HostileConnection.PATIENCE_MILLIS);
    while (answer.text().startsWith("42")) {
      answer = connection.message(HostileConnection.PATIENCE_MILLIS);
    }
    return answer;
  }
}
