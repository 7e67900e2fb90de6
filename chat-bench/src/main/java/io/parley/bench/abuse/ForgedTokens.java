package io.parley.bench.abuse;

import java.io.IOException;
import java.util.Map;

/** Tokens that nobody has issued, wherever a token may be. */
final class ForgedTokens implements Attack {
  @Override
  public String name() {
    return "forged-tokens";
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline) throws IOException {
    Map<String, String> tokens = Forgeries.of(target.secret(), target.prey().sender());
    tally.note("kinds", tokens.size());
    for (Map.Entry<String, String> token : tokens.entrySet()) {
      present(target, tally, token.getKey(), token.getValue()); // each once, even if it takes long
    }
    while (!deadline.hasPassed()) {
      for (Map.Entry<String, String> token : tokens.entrySet()) {
        if (deadline.hasPassed()) {
          return;
        }
        present(target, tally, token.getKey(), token.getValue());
      }
    }
  }

  private static void present(Target target, Tally tally, String kind, String token)
      throws IOException {
    try (HostileConnection connection = target.open()) {
      tally.mustBeRefused(
          kind + " as bearer",
          connection.ask("GET /api/chat/conversations", "Authorization: Bearer " + token + "\r\n"));
    }
    try (HostileConnection connection = target.open()) {
      tally.mustBeRefused(
          kind + " as cookie",
          connection.ask("GET /api/chat/unread-count", "Cookie: session=" + token + "\r\n"));
    }
    try (HostileSocket socket = HostileSocket.open(target, tally, "")) {
      tally.mustBeRefused(kind + " in the handshake", socket.connect(token));
    }
    try (HostileConnection connection = target.open()) {
      Answer upgraded = connection.upgrade("Authorization: Bearer " + token + "\r\n");
      if (upgraded.status() != 101) {
        tally.mustBeRefused(kind + " in the upgrade", upgraded);
        return;
      }
      Answer unused = connection.message(HostileConnection.PATIENCE_MILLIS);
      connection.text("40");
      tally.mustBeRefused(
          kind + " in the upgrade", connection.message(HostileConnection.PATIENCE_MILLIS));
    }
  }
}
