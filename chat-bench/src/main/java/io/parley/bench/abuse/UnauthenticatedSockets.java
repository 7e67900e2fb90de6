package io.parley.bench.abuse;

import java.io.IOException;

/** Very many sockets that never say who they are: WebSockets, and handshakes of polling. */
final class UnauthenticatedSockets implements Attack {
  /** They open evenly over so much of the time, and end evenly over the last quarter of it. */
  private static final double OPENING = 0.5;

  private static final double CLOSING = 0.25;

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
    double all = deadline.leftMillis();
    try (Crowd crowd = new Crowd()) {
      Pace opening = new Pace(all * OPENING / sockets);
      for (int i = 0; i < sockets && !deadline.hasPassed(); i++) {
        HostileConnection connection = target.open();
        crowd.add(connection);
        connection.write(
            i % 2 == 0
                ? connection.upgradeRequest("")
                : "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: "
                    + connection.host()
                    + "\r\n\r\n");
        opening.keep(deadline);
      }
      tally.note("open_at_once", crowd.members().size());
      deadline.pause(deadline.leftMillis() - (long) (all * CLOSING));
      Pace closing = new Pace(deadline.leftMillis() / (double) sockets);
      for (HostileConnection connection : crowd.members()) {
        tally.answered("a handshake", connection.answer(1));
        connection.close();
        closing.keep(deadline);
      }
    }
  }

  /** A step every so many milliseconds, on average. */
  private static final class Pace {
    private final long began = System.nanoTime();
    private final double millis;
    private int steps;

    Pace(double millis) {
      this.millis = millis;
    }

    void keep(Deadline deadline) throws InterruptedException {
      long due = (long) (millis * ++steps);
      deadline.pause(due - (System.nanoTime() - began) / 1_000_000);
    }
  }
}
