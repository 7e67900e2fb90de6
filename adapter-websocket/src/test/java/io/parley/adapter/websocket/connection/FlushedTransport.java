package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.conformance.ConformanceServers;
import io.parley.adapter.websocket.protocol.EncodedPacket;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/** A transport that takes everything, for tests of when and how a session flushes it. */
final class FlushedTransport implements Transport {
  private final Supplier<Runnable> onFlush;

  /**
   * @param onFlush called with the session locked; what it returns is run after that
   */
  FlushedTransport(Supplier<Runnable> onFlush) {
    this.onFlush = onFlush;
  }

  /** A session over it that nobody has opened. */
  EngineSession session() {
    return new EngineSession(
        ConformanceServers.patientEngine(),
        "id",
        new HandshakeRequest(Map.of(), Map.of(), "127.0.0.1", false, Instant.EPOCH),
        this);
  }

  @Override
  public boolean offer(EncodedPacket packet) {
    return true;
  }

  @Override
  public int waitingPackets() {
    return 0;
  }

  @Override
  public long waitingBytes() {
    return 0;
  }

  @Override
  public boolean isWriteDue() {
    return false;
  }

  @Override
  public Runnable flush() {
    return onFlush.get();
  }

  @Override
  public Runnable end(CloseReason reason) {
    return onFlush.get();
  }
}
