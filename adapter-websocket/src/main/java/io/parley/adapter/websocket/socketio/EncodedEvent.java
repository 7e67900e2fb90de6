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
 */
public record EncodedEvent(String namespace, String name, EncodedPacket packet) {
  /**
   * Encodes an event.
   *
   * @param payload anything that Jackson can write; a {@code byte[]} at any depth is sent as binary
   * @throws IllegalArgumentException if the name is reserved by Socket.IO or the payload cannot be
   *     written
   */
  public static EncodedEvent of(String namespace, String name, @Nullable Object... payload) {
    return new EncodedEvent(
        namespace, name, SocketPacketEncoder.event(namespace, arguments(name, payload)));
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
