package io.parley.adapter.postgres;

import io.parley.domain.user.UserId;
import java.util.List;

/** A frame on its way through the database; without users it is a word to all nodes. */
final class BusFrame {
  private final List<UserId> users;
  private final byte[] bytes;

  BusFrame(List<UserId> users, byte[] bytes) {
    this.users = List.copyOf(users);
    this.bytes = bytes;
  }

  /** Says that a node could not publish; the word is of {@link io.parley.domain.port.Arrears}. */
  static BusFrame toAll(byte[] word) {
    return new BusFrame(List.of(), word);
  }

  List<UserId> users() {
    return users;
  }

  byte[] bytes() {
    return bytes;
  }
}
