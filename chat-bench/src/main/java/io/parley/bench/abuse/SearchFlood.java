package io.parley.bench.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;

/** Searches of one user on many connections, none of which waits for an answer. */
final class SearchFlood extends Flood {
  private static final int AT_ONCE = 16;

  SearchFlood(int connections) {
    super("search-flood", connections);
  }

  @Override
  HostileConnection connect(Target target, Tally tally) throws IOException {
    return target.open();
  }

  @Override
  Burst burst(Target target, Tally tally) {
    String request =
        "GET /api/chat/search?q=o&limit=100 HTTP/1.1\r\nHost: localhost\r\n"
            + target.authorization(2)
            + "\r\n";
    return Burst.of(request.getBytes(ISO_8859_1), AT_ONCE);
  }

  @Override
  Answer answer(HostileConnection connection) throws IOException {
    return connection.answer(HostileConnection.PATIENCE_MILLIS);
  }
}
