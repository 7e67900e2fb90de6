package io.parley.adapter.websocket.connection;

/** Told of every session that a client opens. */
@FunctionalInterface
public interface EngineListener {
  /**
   * A client has opened a session; its first packet, the handshake, is on its way and what is sent
   * from here on comes after it. Must not block.
   *
   * @return who listens to this session
   */
  SessionListener onOpen(EngineSession session);
}
