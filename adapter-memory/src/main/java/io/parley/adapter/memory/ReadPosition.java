package io.parley.adapter.memory;

import io.parley.domain.conversation.Sequence;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** How far one participant has read, with every mark on the way, and how much he has not. */
final class ReadPosition {
  private final NavigableMap<Sequence, Instant> marks = new TreeMap<>();
  private long unread;

  Sequence upTo() {
    return marks.isEmpty() ? Sequence.NONE : marks.lastKey();
  }

  /** When the position, or the first one at or after it, was marked. */
  Optional<Instant> readAt(Sequence sequence) {
    return Optional.ofNullable(marks.ceilingEntry(sequence)).map(Map.Entry::getValue);
  }

  boolean covers(Sequence sequence) {
    return sequence.compareTo(upTo()) <= 0;
  }

  void moveTo(Sequence upTo, Instant at, long unreadAfter) {
    marks.put(upTo, at);
    unread = unreadAfter;
  }

  void addUnread(long change) {
    unread += change;
  }

  long unread() {
    return unread;
  }
}
