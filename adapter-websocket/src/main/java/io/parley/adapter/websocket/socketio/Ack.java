package io.parley.adapter.websocket.socketio;

import io.parley.adapter.websocket.protocol.SocketPacketEncoder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The answer that the sender of an event may be waiting for. Thread-safe; usable at any time. */
public final class Ack {
  private final SocketIoSocket socket;
  private final @Nullable Long id;
  private final AtomicBoolean sent = new AtomicBoolean();

  Ack(SocketIoSocket socket, @Nullable Long id) {
    this.socket = socket;
    this.id = id;
  }

  /** Whether the client gave a callback. */
  public boolean isRequested() {
    return id != null;
  }

  /**
   * Calls the client's callback with these arguments. Only the first call does anything.
   *
   * @return false if no answer was asked for, or one was given, or the socket is gone
   */
  public boolean send(@Nullable Object... arguments) {
    Long ackId = id;
    return ackId != null
        && sent.compareAndSet(false, true)
        && socket.send(
            SocketPacketEncoder.ack(socket.namespace().name(), ackId, Arrays.asList(arguments)));
  }
}
