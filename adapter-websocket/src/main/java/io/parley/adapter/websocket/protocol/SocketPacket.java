package io.parley.adapter.websocket.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO packet, attachments in place: a binary event is an {@link SocketPacketType#EVENT}
 * whose data holds {@link com.fasterxml.jackson.databind.node.BinaryNode}s.
 *
 * @param namespace starts with {@code /}
 * @param ackId 0 or more; on an event, the sender waits for an ACK with this id
 * @param data CONNECT: null or an object. EVENT: an array that starts with the event's name, and
 *     has a {@link com.fasterxml.jackson.databind.node.MissingNode} for arguments that are too deep
 *     or too many. ACK: an array. CONNECT_ERROR: an object. DISCONNECT: null.
 */
public record SocketPacket(
    SocketPacketType type, String namespace, @Nullable Long ackId, @Nullable JsonNode data) {}
