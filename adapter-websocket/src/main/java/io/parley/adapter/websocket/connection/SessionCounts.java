package io.parley.adapter.websocket.connection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many sessions each address has; one that has none takes no memory. Thread-safe. */
final class SessionCounts {
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  int of(String address) {
    return counts.getOrDefault(address, 0);
  }

  void add(String address) {
    counts.merge(address, 1, Integer::sum);
  }

  @SuppressWarnings("NullAway") // null tells the map to drop the address
  void remove(String address) {
    counts.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }
}
