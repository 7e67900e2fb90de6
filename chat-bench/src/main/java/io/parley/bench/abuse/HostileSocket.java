package io.parley.bench.abuse;

import java.io.IOException;

/** A Socket.IO connection over WebSocket of a client that keeps to the protocol, if to no more. */
final class HostileSocket implements AutoCloseable {
  private final HostileConnection connection;
  private final Tally tally;
  private int asked;

  private HostileSocket(HostileConnection connection, Tally tally) {
    this.connection = connection;
    this.tally = tally;
  }

  /** Opens a WebSocket, without telling who it is. */
  static HostileSocket open(Target target, Tally tally, String headers) throws IOException {
    HostileConnection connection = target.open();
    try {
      Answer upgraded = connection.upgrade(headers);
      if (upgraded.status() != 101) {
        throw new IOException("no upgrade: " + upgraded);
      }
      Answer unused = connection.message(HostileConnection.PATIENCE_MILLIS);
      return new HostileSocket(connection, tally);
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  /** A socket of one of the attackers. */
  static HostileSocket ofAttacker(Target target, Tally tally, long number) throws IOException {
    HostileSocket socket = open(target, tally, "");
    Answer connected = socket.connect(target.attackerToken(number));
    if (!connected.text().startsWith("40")) {
      socket.close();
      throw new IOException("not connected: " + connected);
    }
    return socket;
  }

  /** Asks for the connection of a user. */
  Answer connect(String token) throws IOException {
    connection.text("40{\"token\":\"" + token + "\"}");
    return connection.message(HostileConnection.PATIENCE_MILLIS);
  }

  /**
   * Emits an event and waits for its acknowledgement; the tally hears what comes in between.
   *
   * @param payload JSON of the arguments
   */
  Answer ask(String event, String payload) throws IOException {
    int id = ++asked;
    connection.text("42" + id + "[\"" + event + "\"," + payload + "]");
    Deadline deadline = Deadline.in(java.time.Duration.ofMillis(HostileConnection.PATIENCE_MILLIS));
    while (true) {
      Answer answer = connection.message(Math.max(1, deadline.leftMillis()));
      if (!answer.text().startsWith("42")) {
        return answer;
      }
      tally.hear(event, answer.text());
    }
  }

  /** The next packet. */
  Answer listen(long millis) throws IOException {
    return connection.message(millis);
  }

  HostileConnection connection() {
    return connection;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
