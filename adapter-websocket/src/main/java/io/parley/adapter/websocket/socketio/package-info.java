/**
 * A Socket.IO 5 server that knows no chat: namespaces, middleware, events with acknowledgements,
 * rooms and broadcasts. Handlers are registered once per namespace and serve all of its sockets.
 *
 * <p>What belongs to one connection happens strictly one after the other: its events in the order
 * in which they came, each only after the handler of the one before has completed, and its
 * disconnect handlers last.
 *
 * @see <a href="https://socket.io/docs/v4/socket-io-protocol/">Socket.IO protocol, revision 5</a>
 */
@NullMarked
package io.parley.adapter.websocket.socketio;

import org.jspecify.annotations.NullMarked;
