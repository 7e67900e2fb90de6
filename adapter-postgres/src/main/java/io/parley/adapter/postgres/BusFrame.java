package io.parley.adapter.postgres;

import io.parley.domain.user.UserId;
import java.util.List;

/** A frame on its way through the database; without users it is a word to all nodes. */
final class BusFrame {
  /** Says that a node could not publish. */
  static final BusFrame TO_ALL = new BusFrame(List.of(), new byte[0]);

  private final List<UserId> users;
  private final byte[] bytes;

  BusFrame(List<UserId> users, byte[] bytes) {
    this.users = List.copyOf(users);
    this.bytes = bytes;
  }

  List<UserId> users() {
    return users;
  }

  byte[] bytes() {
    return bytes;
  }
}
