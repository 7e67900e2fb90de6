package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.protocol.EncodedPacket;

/**
 * The way packets take to one client. Every method is called with the session locked, unless it
 * says otherwise; what talks to the network and could call back is returned, to be run once the
 * lock is free.
 */
interface Transport {
  Runnable NOTHING = () -> {};

  /**
   * Takes a packet to send, in order.
   *
   * @return false if too much waits already; then the packet was not taken
   */
  boolean offer(EncodedPacket packet);

  /** Whether so much waits to be flushed that it should not wait for more. */
  boolean isWriteDue();

  /** Packets, or frames, that the client has not taken; about so many, without the lock. */
  int waitingPackets();

  /** The bytes of these; about so many, without the lock. */
  long waitingBytes();

  /** Sends what can be sent now. */
  Runnable flush();

  /** Ends the connection now; what still waits is dropped where it cannot be sent at once. */
  Runnable end(CloseReason reason);
}
