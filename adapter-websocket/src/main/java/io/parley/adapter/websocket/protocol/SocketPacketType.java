package io.parley.adapter.websocket.protocol;

/** The packet types of Socket.IO, in the order of their wire digits 0 to 6 ("Packet encoding"). */
public enum SocketPacketType {
  CONNECT('0'),
  DISCONNECT('1'),
  EVENT('2'),
  ACK('3'),
  CONNECT_ERROR('4'),
  BINARY_EVENT('5'),
  BINARY_ACK('6');

  private static final SocketPacketType[] BY_DIGIT = values();

  private final char digit;

  SocketPacketType(char digit) {
    this.digit = digit;
  }

  static SocketPacketType of(char digit) throws MalformedPacketException {
    int index = digit - '0';
    if (index < 0 || index >= BY_DIGIT.length) {
      throw new MalformedPacketException("unknown Socket.IO packet type");
    }
    return BY_DIGIT[index];
  }

  /** The character that starts a packet of this type. */
  public char digit() {
    return digit;
  }

  /** Whether the packet is followed by attachments. */
  public boolean isBinary() {
    return this == BINARY_EVENT || this == BINARY_ACK;
  }

  /** The type without its attachments, once they have been put in place. */
  SocketPacketType withoutAttachments() {
    return switch (this) {
      case BINARY_EVENT -> EVENT;
      case BINARY_ACK -> ACK;
      default -> this;
    };
  }
}
