package io.parley.adapter.websocket.socketio;

import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.protocol.EventNames;
import io.parley.adapter.websocket.protocol.SocketPacketEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event in its final form, made once for any number of sockets of one namespace. Thread-safe.
 *
 * @see Namespace#encode
 */
public final class EncodedEvent {
  private final String namespace;
  private final String name;
  private final @Nullable String offset;
  private final EncodedPacket packet;
  private final List<@Nullable Object> arguments;

  /** Made when the first socket wants it. */
  private volatile @Nullable EncodedPacket bare;

  private EncodedEvent(
      String namespace,
      String name,
      @Nullable String offset,
      EncodedPacket packet,
      List<@Nullable Object> arguments) {
    this.namespace = namespace;
    this.name = name;
    this.offset = offset;
    this.packet = packet;
    this.arguments = arguments;
  }

  static EncodedEvent of(
      String namespace, String name, @Nullable String offset, @Nullable Object... payload) {
    List<@Nullable Object> arguments = arguments(name, payload);
    if (offset != null) {
      arguments.add(offset);
    }
    return new EncodedEvent(
        namespace, name, offset, SocketPacketEncoder.event(namespace, arguments), arguments);
  }

  static List<@Nullable Object> arguments(String name, @Nullable Object[] payload) {
    if (EventNames.isReserved(name)) {
      throw new IllegalArgumentException("reserved event name: " + name);
    }
    List<@Nullable Object> arguments = new ArrayList<>(payload.length + 2);
    arguments.add(name);
    arguments.addAll(Arrays.asList(payload));
    return arguments;
  }

  /** The only namespace whose sockets may get it. */
  public String namespace() {
    return namespace;
  }

  public String name() {
    return name;
  }

  /** The bytes. */
  public EncodedPacket packet() {
    return packet;
  }

  /**
   * Its last argument, by which a client that comes back says what it has seen; null without
   * connection state recovery.
   */
  public @Nullable String offset() {
    return offset;
  }

  /** The bytes for a socket that does not want to be recovered: without the offset. */
  EncodedPacket bare() {
    if (offset == null) {
      return packet;
    }
    EncodedPacket made = bare;
    if (made == null) {
      made = SocketPacketEncoder.event(namespace, arguments.subList(0, arguments.size() - 1));
      bare = made;
    }
    return made;
  }
}
