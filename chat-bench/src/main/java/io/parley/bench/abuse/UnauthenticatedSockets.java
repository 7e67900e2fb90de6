package io.parley.bench.abuse;

import java.io.IOException;

/** Very many sockets that never say who they are: WebSockets, and handshakes of polling. */
final class UnauthenticatedSockets implements Attack {
  /** Evenly over so much of the time; the rest of it they stay. */
  private static final double OPENING = 0.6;

  private final int sockets;

  UnauthenticatedSockets(int sockets) {
    this.sockets = sockets;
  }

  @Override
  public String name() {
    return "unauthenticated-sockets";
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    double each = deadline.leftMillis() * OPENING / sockets;
    try (Crowd crowd = new Crowd()) {
      for (int i = 0; i < sockets && !deadline.hasPassed(); i++) {
        HostileConnection connection = target.open();
        crowd.add(connection);
        connection.write(
            i % 2 == 0
                ? connection.upgradeRequest("")
                : "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: "
                    + connection.host()
                    + "\r\n\r\n");
        long dueMillis = (long) (each * i);
        deadline.pause(dueMillis - (System.nanoTime() - began) / 1_000_000);
      }
      tally.note("open_at_once", crowd.members().size());
      deadline.pause(deadline.leftMillis());
      for (HostileConnection connection : crowd.members()) {
        tally.answered("a handshake", connection.answer(1));
      }
    }
  }
}
