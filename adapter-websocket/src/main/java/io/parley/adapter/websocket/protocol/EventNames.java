package io.parley.adapter.websocket.protocol;

import java.util.Set;

/** The event names that mean something else, so no application may use them on the wire. */
public final class EventNames {
  private static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  private EventNames() {}

  public static boolean isReserved(String name) {
    return RESERVED.contains(name);
  }
}
