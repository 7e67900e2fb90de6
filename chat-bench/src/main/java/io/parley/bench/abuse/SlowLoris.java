package io.parley.bench.abuse;

import java.io.IOException;

/** Requests that never end: headers, bodies and upgrades, byte by byte, on many connections. */
final class SlowLoris implements Attack {
  private static final long PAUSE_MILLIS = 100;

  private final int connections;

  SlowLoris(int connections) {
    this.connections = connections;
  }

  @Override
  public String name() {
    return "slow-loris";
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline)
      throws IOException, InterruptedException {
    try (Crowd crowd = new Crowd()) {
      for (int i = 0; i < connections && !deadline.hasPassed(); i++) {
        HostileConnection connection = target.open();
        crowd.add(connection);
        begin(target, connection, i);
      }
      long dribbled = 0;
      while (!deadline.hasPassed()) {
        for (HostileConnection connection : crowd.members()) {
          dribbled += dribble(connection);
        }
        deadline.pause(PAUSE_MILLIS);
      }
      tally.note("dribbled_bytes", (double) dribbled);
      for (HostileConnection connection : crowd.members()) {
        tally.mustBeRefused("half a request", connection.answer(1));
      }
    }
  }

  private static void begin(Target target, HostileConnection connection, int number)
      throws IOException {
    switch (number % 4) {
      case 0 -> connection.write("GET /api/chat/unread-count HTTP/1.1\r\nX-Slow: ");
      case 1 ->
          connection.write(
              "POST /api/chat/send HTTP/1.1\r\nHost: localhost\r\n"
                  + target.authorization(number)
                  + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n ");
      case 2 ->
          connection.write(
              "POST /api/chat/send HTTP/1.1\r\nHost: localhost\r\n"
                  + target.authorization(number)
                  + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n7fff\r\n");
      default ->
          connection.write(
              "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nUpgrade: websocket\r\nX: ");
    }
  }

  private static int dribble(HostileConnection connection) {
    try {
      connection.write(" ");
      return 1;
    } catch (IOException hungUp) {
      return 0; // counted in the end
    }
  }
}
