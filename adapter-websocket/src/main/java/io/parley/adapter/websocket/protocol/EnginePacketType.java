package io.parley.adapter.websocket.protocol;

/** The packet types of Engine.IO, in the order of their wire digits 0 to 6 ("Packet encoding"). */
public enum EnginePacketType {
  OPEN('0'),
  CLOSE('1'),
  PING('2'),
  PONG('3'),
  MESSAGE('4'),
  UPGRADE('5'),
  NOOP('6');

  private static final EnginePacketType[] BY_DIGIT = values();

  private final char digit;

  EnginePacketType(char digit) {
    this.digit = digit;
  }

  /** The character that starts a packet of this type. */
  public char digit() {
    return digit;
  }

  static EnginePacketType of(char digit) throws MalformedPacketException {
    int index = digit - '0';
    if (index < 0 || index >= BY_DIGIT.length) {
      throw new MalformedPacketException("unknown Engine.IO packet type");
    }
    return BY_DIGIT[index];
  }
}
