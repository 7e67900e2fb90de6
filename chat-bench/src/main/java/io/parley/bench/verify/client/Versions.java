package io.parley.bench.verify.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a device knows of messages that were ever deleted or restored: what it is told of one may be
 * older than what it has caught up with.
 */
final class Versions {
  private final Map<Long, Version> changed = new HashMap<>();

  /**
   * @param updatedAt as on the wire, where the order of the texts is that of the times
   */
  record Version(String updatedAt, boolean deleted) {}

  /**
   * Takes what was told of a message.
   *
   * @param told has {@code updatedAt}, or {@code createdAt} if the message never changed; what has
   *     neither, of a server that does not tell, is the newest
   * @return what is known of the message, if that is later
   */
  Optional<Version> take(JsonNode told, boolean deleted) {
    long id = told.path("id").asLong();
    String created = told.path("createdAt").asText();
    String updated = told.path("updatedAt").asText(created);
    Version known = changed.get(id);
    if (known != null && !updated.isEmpty() && updated.compareTo(known.updatedAt) < 0) {
      return Optional.of(known);
    }
    if (!updated.equals(created)) {
      changed.put(id, new Version(updated, deleted));
    }
    return Optional.empty();
  }

  /** Forgets all: the database may have gone back. */
  void clear() {
    changed.clear();
  }
}
