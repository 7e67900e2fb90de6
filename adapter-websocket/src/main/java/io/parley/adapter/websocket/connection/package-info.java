/**
 * Engine.IO 4 sessions on Jetty: handshake, long polling, WebSocket and the change from one to the
 * other, heartbeat, bounded send queues, errors and CORS. Knows packets but not what their messages
 * mean: that is the {@link io.parley.adapter.websocket.connection.EngineListener}'s.
 *
 * <p>No connection has a thread or a timer of its own: one {@link
 * io.parley.adapter.websocket.connection.TimerWheel} serves all of them.
 *
 * <p>Internal: may change without notice.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO protocol, revision 4</a>
 */
@NullMarked
package io.parley.adapter.websocket.connection;

import org.jspecify.annotations.NullMarked;
