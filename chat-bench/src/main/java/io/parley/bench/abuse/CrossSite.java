package io.parley.bench.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A page of somebody else in the browser of a user who is logged in. */
final class CrossSite implements Attack {
  private static final String ALLOWED = "access-control-allow-origin";

  @Override
  public String name() {
    return "cross-site";
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline) throws IOException {
    String host = "localhost:" + target.server().getPort();
    List<String> origins =
        List.of(
            "https://evil.example",
            "null",
            "http://" + host + ".evil.example",
            "http://evil-" + host,
            "http://localhost:3000.evil.example",
            "http://localhost:3000@evil.example",
            "http://localhost:1",
            "file://",
            "http://" + host + " https://evil.example");
    while (!deadline.hasPassed()) {
      for (String origin : origins) {
        if (!deadline.hasPassed()) {
          handshake(target, tally, "Origin: " + origin + "\r\n");
          ride(target, tally, "Origin: " + origin + "\r\n");
        }
      }
      ride(target, tally, "Sec-Fetch-Site: cross-site\r\n");
    }
  }

  private static void handshake(Target target, Tally tally, String origin) throws IOException {
    try (HostileConnection connection = target.open()) {
      tally.mustBeRefused("upgrade, " + origin, connection.upgrade(cookie(target) + origin));
    }
    try (HostileConnection connection = target.open()) {
      tally.mustBeRefused(
          "polling, " + origin,
          connection.ask("GET /socket.io/?EIO=4&transport=polling", cookie(target) + origin));
    }
  }

  /** Requests that the browser sends with the user's cookie. */
  private static void ride(Target target, Tally tally, String header) throws IOException {
    Target.Prey prey = target.prey();
    String json = cookie(target) + header + "Content-Type: application/json\r\n";
    String form = cookie(target) + header + "Content-Type: text/plain\r\n";
    byte[] message =
        ("{\"receiverId\":" + prey.receiver() + ",\"content\":\"forged\"}").getBytes(UTF_8);
    try (HostileConnection connection = target.open()) {
      tally.mustBeRefused("send, " + header, connection.ask("POST /api/chat/send", json, message));
      tally.mustBeRefused("form, " + header, connection.ask("POST /api/chat/send", form, message));
      tally.mustBeRefused(
          "delete, " + header, connection.ask("DELETE /api/chat/messages/" + prey.message(), json));
      tally.mustBeRefused(
          "read, " + header,
          connection.ask("PUT /api/chat/conversations/" + prey.conversation() + "/read", json));
      mustNotBeReadable(
          tally,
          "preflight, " + header,
          connection.ask(
              "OPTIONS /api/chat/send", header + "Access-Control-Request-Method: POST\r\n"));
      mustNotBeReadable(
          tally, "unread, " + header, connection.ask("GET /api/chat/unread-count", json));
    }
  }

  /** The browser keeps an answer from a page unless this header is there. */
  private static void mustNotBeReadable(Tally tally, String what, Answer answer) {
    tally.answered(what, answer);
    if (answer.text().toLowerCase(Locale.ROOT).contains(ALLOWED)) {
      tally.granted(what + ": " + answer.text());
    }
  }

  private static String cookie(Target target) {
    return "Cookie: session=" + target.tokens().apply(target.prey().sender()) + "\r\n";
  }
}
