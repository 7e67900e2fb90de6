package io.parley.bench.abuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Connections of one attack, which end with it. */
final class Crowd implements AutoCloseable {
  private final List<HostileConnection> members = new ArrayList<>();

  void add(HostileConnection connection) {
    members.add(connection);
  }

  List<HostileConnection> members() {
    return members;
  }

  @Override
  public void close() throws IOException {
    for (HostileConnection connection : members) {
      connection.close();
    }
  }
}
