/**
 * The words of the two protocols, and nothing else: Engine.IO 4 packets and polling payloads,
 * Socket.IO 5 packets with their binary attachments. Pure code without sockets, threads or Jetty;
 * whatever is malformed ends in one {@link
 * io.parley.adapter.websocket.protocol.MalformedPacketException}.
 *
 * <p>Internal: may change without notice.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO protocol, revision 4</a>
 * @see <a href="https://socket.io/docs/v4/socket-io-protocol/">Socket.IO protocol, revision 5</a>
 */
@NullMarked
package io.parley.adapter.websocket.protocol;

import org.jspecify.annotations.NullMarked;
