package io.parley.adapter.websocket.socketio;

import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.protocol.EventNames;
import io.parley.adapter.websocket.protocol.SocketPacketEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event in its final form, made once for any number of sockets of one namespace.
 *
 * @param namespace the only namespace whose sockets may get it
 * @param name the event's name
 * @param packet the bytes
 * @param offset its last argument, by which a client that comes back says what it has seen; null
 *     without connection state recovery
 * @see Namespace#encode
 */
public record EncodedEvent(
    String namespace, String name, EncodedPacket packet, @Nullable String offset) {

  static EncodedEvent of(
      String namespace, String name, @Nullable String offset, @Nullable Object... payload) {
    List<@Nullable Object> arguments = arguments(name, payload);
    if (offset != null) {
      arguments.add(offset);
    }
    return new EncodedEvent(
        namespace, name, SocketPacketEncoder.event(namespace, arguments), offset);
  }

  static List<@Nullable Object> arguments(String name, @Nullable Object[] payload) {
    if (EventNames.isReserved(name)) {
      throw new IllegalArgumentException("reserved event name: " + name);
    }
    List<@Nullable Object> arguments = new ArrayList<>(payload.length + 1);
    arguments.add(name);
    arguments.addAll(Arrays.asList(payload));
    return arguments;
  }
}
