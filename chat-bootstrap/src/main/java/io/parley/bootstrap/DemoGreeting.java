package io.parley.bootstrap;

import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.bootstrap.demo.DemoUser;
import java.io.PrintWriter;
import java.time.Duration;

/** Tells who started a demo how to use it. */
final class DemoGreeting {
  private static final Duration TOKEN_LIFETIME = Duration.ofDays(1);

  private DemoGreeting() {}

  /** Prints tokens of two users, and a command that sends a message from one to the other. */
  static void print(ChatServer server, PrintWriter out) {
    JwtTokenIssuer tokens = server.tokens().orElseThrow();
    DemoUser sender = DemoUser.ALL.get(0);
    DemoUser receiver = DemoUser.ALL.get(1);
    String token = tokens.issue(sender.id(), TOKEN_LIFETIME);
    if (server.hasPage()) {
      out.println("Open it in a browser, in two tabs for two people: " + server.address());
    }
    out.println();
    for (DemoUser user : DemoUser.ALL) {
      out.println("  user " + user.id().value() + "  " + user.name());
    }
    out.println();
    out.println("Token of " + sender.name() + " (user " + sender.id().value() + "), for a day:");
    out.println(token);
    out.println(
        "Token of " + receiver.name() + " (user " + receiver.id().value() + "), for a day:");
    out.println(tokens.issue(receiver.id(), TOKEN_LIFETIME));
    out.println();
    out.println("Send a message from the first to the second:");
    out.println(
        "curl -s "
            + server.address()
            + "/api/chat/send -H 'Authorization: Bearer "
            + token
            + "' -H 'Content-Type: application/json' -d '{\"receiverId\": "
            + receiver.id().value()
            + ", \"content\": \"Hello!\"}'");
    out.flush();
  }
}
