package io.parley.adapter.websocket.socketio;

import io.parley.adapter.websocket.connection.SessionIds;
import io.parley.adapter.websocket.connection.TimerWheel;
import io.parley.adapter.websocket.protocol.EncodedPacket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The latest events of a namespace, bounded in time and bytes: each is held once here, however many
 * sockets remember that it was for them. Thread-safe.
 */
final class EventStore extends TimerWheel.Timeout {
  private static final int EPOCH_LENGTH = 8;

  private final TimerWheel timers;
  private final Duration retention;
  private final long maxBytes;

  /** Tells our offsets from those of an earlier run, or of another node. */
  private final String epoch = SessionIds.next().substring(0, EPOCH_LENGTH);

  private final AtomicLong lastOffset = new AtomicLong();

  // Guarded by itself, oldest first.
  private final Deque<KeptEvent> events = new ArrayDeque<>();
  private long bytes;

  EventStore(TimerWheel timers, Duration retention, long maxBytes) {
    this.timers = timers;
    this.retention = retention;
    this.maxBytes = maxBytes;
  }

  /** A name for an event that no other one has. */
  String nextOffset() {
    return epoch + Long.toString(lastOffset.incrementAndGet(), Character.MAX_RADIX);
  }

  KeptEvent keep(String offset, EncodedPacket packet) {
    long now = System.nanoTime();
    KeptEvent kept = new KeptEvent(offset, packet, now);
    synchronized (events) {
      if (events.isEmpty()) {
        timers.schedule(this, retention);
      }
      events.add(kept);
      bytes += kept.byteSize();
      discard(now);
    }
    return kept;
  }

  private void discard(long now) {
    for (KeptEvent oldest = events.peek();
        oldest != null && (bytes > maxBytes || now - oldest.keptNanos() > retention.toNanos());
        oldest = events.peek()) {
      oldest.discard();
      bytes -= oldest.byteSize();
      events.remove();
    }
  }

  /** Lets go of what has become too old while nothing was sent. */
  @Override
  protected void onTimeout() {
    synchronized (events) {
      discard(System.nanoTime());
      if (!events.isEmpty()) {
        timers.schedule(this, retention);
      }
    }
  }
}
