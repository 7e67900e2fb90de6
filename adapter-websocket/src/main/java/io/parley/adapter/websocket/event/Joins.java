package io.parley.adapter.websocket.event;

import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.domain.conversation.ConversationId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sockets that are just reading what they have missed of a conversation. What happens meanwhile
 * waits until they have it, and is left out if they have it then. Thread-safe.
 */
final class Joins {
  private final ConcurrentHashMap<ConversationId, Set<Join>> underWay = new ConcurrentHashMap<>();

  /**
   * From now on what happens in the join's conversation waits for it. To be called before the
   * socket enters the room.
   */
  void add(Join join) {
    underWay.compute(
        join.conversation(),
        (id, present) -> {
          Set<Join> joins = present == null ? ConcurrentHashMap.newKeySet(1) : present;
          joins.add(join);
          joins.removeIf(join::follows);
          return joins;
        });
  }

  /** Whether a join of the socket takes an event away ({@link Join#take}). */
  boolean take(
      ConversationId conversation, SocketIoSocket socket, ServerEvent event, Object payload) {
    for (Join join : of(conversation)) {
      if (join.socket() == socket && join.take(event, payload)) {
        return true;
      }
    }
    return false;
  }

  /** Lets go of the joins that have nothing to take any more. */
  void announced(ConversationId conversation, Object payload) {
    for (Join join : of(conversation)) {
      if (join.isOver(payload)) {
        remove(join);
      }
    }
  }

  private Set<Join> of(ConversationId conversation) {
    return underWay.isEmpty() ? Set.of() : underWay.getOrDefault(conversation, Set.of());
  }

  /** Lets go of a join. */
  @SuppressWarnings("NullAway") // null tells the map to drop the conversation
  void remove(Join join) {
    underWay.computeIfPresent(
        join.conversation(),
        (id, present) -> {
          present.remove(join);
          return present.isEmpty() ? null : present;
        });
  }

  /** Lets go of those that nothing is on its way to; to be called every now and then. */
  void sweep() {
    long now = System.nanoTime();
    for (Set<Join> joins : underWay.values()) {
      joins.stream().filter(join -> join.isIdle(now)).forEach(this::remove);
    }
  }
}
