package io.parley.adapter.websocket.socketio;

import io.parley.adapter.websocket.protocol.EncodedPacket;
import org.jspecify.annotations.Nullable;

/** An event that may have to be sent again, shared by the sockets that it was for. */
final class KeptEvent {
  private final String offset;
  private final int byteSize;
  private final long keptNanos;
  private volatile @Nullable EncodedPacket packet;

  KeptEvent(String offset, EncodedPacket packet, long keptNanos) {
    this.offset = offset;
    this.byteSize = packet.byteSize();
    this.keptNanos = keptNanos;
    this.packet = packet;
  }

  /** What the client names the event by. */
  String offset() {
    return offset;
  }

  int byteSize() {
    return byteSize;
  }

  /** When it was sent, in the terms of {@link System#nanoTime}. */
  long keptNanos() {
    return keptNanos;
  }

  /** Null once it is too old or there were too many. */
  @Nullable EncodedPacket packet() {
    return packet;
  }

  void discard() {
    packet = null;
  }
}
