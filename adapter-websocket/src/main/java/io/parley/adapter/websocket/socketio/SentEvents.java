package io.parley.adapter.websocket.socketio;

import io.parley.adapter.websocket.protocol.EncodedPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which events went to one socket, in the order in which they were sent: what a client has missed
 * is what stands behind the last one that it has seen. Guarded by its socket.
 */
final class SentEvents {
  private final int maxEvents;

  /** The last event that the client had seen when it came; null if it had seen none. */
  private final @Nullable String start;

  private final Deque<KeptEvent> events = new ArrayDeque<>(4);
  private boolean complete = true;

  SentEvents(int maxEvents, @Nullable String start) {
    this.maxEvents = maxEvents;
    this.start = start;
  }

  void add(KeptEvent event) {
    events.add(event);
    for (KeptEvent oldest = events.peek();
        oldest != null && (events.size() > maxEvents || oldest.packet() == null);
        oldest = events.peek()) {
      events.remove();
      complete = false;
    }
  }

  /**
   * What was sent after an event.
   *
   * @param offset of the last event that the client has seen; null if it has seen none
   * @return null if that is not known, or not all of it is still there
   */
  @Nullable List<EncodedPacket> after(@Nullable String offset) {
    List<EncodedPacket> newestFirst = new ArrayList<>();
    for (Iterator<KeptEvent> sent = events.descendingIterator(); sent.hasNext(); ) {
      KeptEvent event = sent.next();
      if (event.offset().equals(offset)) {
        return reversed(newestFirst);
      }
      EncodedPacket packet = event.packet();
      if (packet == null) {
        return null;
      }
      newestFirst.add(packet);
    }
    return complete && Objects.equals(offset, start) ? reversed(newestFirst) : null;
  }

  private static List<EncodedPacket> reversed(List<EncodedPacket> packets) {
    Collections.reverse(packets);
    return packets;
  }
}
