package io.parley.adapter.websocket.protocol;

/**
 * A packet that was received. Binary data is always a message: only text packets name their type
 * (Engine.IO protocol, "Packet encoding").
 */
public sealed interface EnginePacket {

  /**
   * A packet in text form.
   *
   * @param data what follows the type digit; empty for most control packets
   */
  record Text(EnginePacketType type, String data) implements EnginePacket {

    /** Whether this is a control packet of that type and with exactly that data. */
    public boolean is(EnginePacketType otherType, String otherData) {
      return type == otherType && data.equals(otherData);
    }
  }

  /** A binary message; the array belongs to the receiver. */
  @SuppressWarnings("ArrayRecordComponent") // carried to one reader, never compared
  record Binary(byte[] data) implements EnginePacket {}

  /**
   * Reads the text of a WebSocket frame, or one packet of a polling payload.
   *
   * @throws MalformedPacketException if it is empty or starts with no type digit
   */
  static Text decode(String encoded) throws MalformedPacketException {
    if (encoded.isEmpty()) {
      throw new MalformedPacketException("empty Engine.IO packet");
    }
    return new Text(EnginePacketType.of(encoded.charAt(0)), encoded.substring(1));
  }
}
