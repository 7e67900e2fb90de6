package io.parley.bench.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;

/**
 * Line breaks, escapes of terminals and the like, wherever something could end up in a response's
 * header or in the log; {@link ServiceLog} looks for what did.
 */
final class HeaderAndLogInjection implements Attack {
  /** What a line of the log would begin with. */
  static final String MARK = "forged-by-the-drill";

  private static final String HEADER = "x-injected";

  private static final List<String> PAYLOADS =
      List.of(
          "a\r\nX-Injected: yes",
          "a\r\n\r\nHTTP/1.1 200 OK\r\nX-Injected: yes\r\n\r\n",
          "a\nX-Injected: yes",
          "a\rX-Injected: yes",
          "\r\n" + MARK,
          "\n" + MARK,
          "\u0085" + MARK,
          "\u001b[2J\u001b[31m" + MARK,
          "\u0000\u0007\b" + MARK);

  private static final List<String> HEADERS =
      List.of(
          "User-Agent",
          "X-Forwarded-For",
          "Forwarded",
          "X-Request-Id",
          "Origin",
          "Referer",
          "Accept-Language",
          "Cookie",
          "Sec-Fetch-Site",
          "Content-Type");

  private static final List<String> TARGETS =
      List.of(
          "GET /api/chat/conversations/{}/messages",
          "GET /api/chat/search?q={}",
          "GET /{}",
          "GET /socket.io/?EIO=4&transport=polling&sid={}",
          "GET /socket.io/{}");

  @Override
  public String name() {
    return "header-log-injection";
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline) throws IOException {
    for (long number = 0; !deadline.hasPassed(); number++) {
      String payload = PAYLOADS.get((int) (number % PAYLOADS.size()));
      String who = target.authorization(number);
      for (String header : HEADERS) {
        ask(target, tally, "GET /api/chat/unread-count", who + header + ": " + payload + "\r\n");
      }
      String encoded = URLEncoder.encode(payload, UTF_8).replace("+", "%20");
      for (String call : TARGETS) {
        ask(target, tally, call.replace("{}", encoded), who);
        ask(target, tally, call.replace("{}", payload), who);
      }
      ask(target, tally, "GET" + payload + " /", who);
      events(target, tally, number, payload);
    }
  }

  private static void ask(Target target, Tally tally, String call, String headers)
      throws IOException {
    try (HostileConnection connection = target.open()) {
      Answer answer = connection.ask(call, headers);
      tally.answered(call, answer);
      String text = answer.text().toLowerCase(Locale.ROOT);
      if (text.contains("\n" + HEADER) || text.contains("\r" + HEADER)) {
        tally.granted("a header of its own: " + answer.text());
      }
    }
  }

  private static void events(Target target, Tally tally, long number, String payload)
      throws IOException {
    String text =
        payload
            .replace("\r", "\\r")
            .replace("\n", "\\n")
            .replace("\b", "\\b")
            .replace("\u0000", "\\u0000")
            .replace("\u0007", "\\u0007")
            .replace("\u001b", "\\u001b");
    try (HostileSocket socket = HostileSocket.ofAttacker(target, tally, number)) {
      tally.answered("an event", socket.ask(text, "{}"));
      for (String event : List.of("join_conversation", "typing", "sync", "refresh_token")) {
        String arguments =
            "{\"conversationId\":\"%\",\"cursor\":\"%\",\"token\":\"%\"}".replace("%", text);
        tally.answered(event, socket.ask(event, arguments));
      }
    }
    try (HostileSocket socket = HostileSocket.open(target, tally, "")) {
      tally.mustBeRefused("a token", socket.connect(text));
    }
  }
}
