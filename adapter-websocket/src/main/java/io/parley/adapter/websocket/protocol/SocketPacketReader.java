package io.parley.adapter.websocket.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads one packet from its text form {@code <type>[<attachments>-][<namespace>,][<ack
 * id>][<JSON>]} (Socket.IO protocol, "Packet encoding").
 */
final class SocketPacketReader {
  private static final int MAX_ID_DIGITS = 15; // stays exact in a JavaScript number

  private final String text;
  private final int maxAttachments;
  private int position;
  private int attachments;

  SocketPacketReader(String text, int maxAttachments) {
    this.text = text;
    this.maxAttachments = maxAttachments;
  }

  /** How many attachments the packet announces; 0 for a packet without. */
  int attachments() {
    return attachments;
  }

  SocketPacket read() throws MalformedPacketException {
    if (text.isEmpty()) {
      throw new MalformedPacketException("empty Socket.IO packet");
    }
    SocketPacketType type = SocketPacketType.of(text.charAt(position++));
    if (type.isBinary()) {
      attachments = readAttachments();
    }
    String namespace = readNamespace();
    Long ackId = readAckId();
    return checked(new SocketPacket(type, namespace, ackId, readData(type)));
  }

  private @Nullable JsonNode readData(SocketPacketType type) throws MalformedPacketException {
    if (position == text.length()) {
      return null;
    }
    String json = text.substring(position);
    return type == SocketPacketType.EVENT ? PacketJson.parseEvent(json) : PacketJson.parse(json);
  }

  private int readAttachments() throws MalformedPacketException {
    Long count = readNumber();
    if (count == null || position >= text.length() || text.charAt(position) != '-') {
      throw new MalformedPacketException("no attachment count");
    }
    if (count < 1 || count > maxAttachments) {
      throw new MalformedPacketException("attachment count out of bounds");
    }
    position++;
    return count.intValue();
  }

  private String readNamespace() {
    if (position >= text.length() || text.charAt(position) != '/') {
      return "/";
    }
    int comma = text.indexOf(',', position);
    int end = comma < 0 ? text.length() : comma;
    String namespace = text.substring(position, end);
    position = comma < 0 ? end : comma + 1;
    return namespace;
  }

  private @Nullable Long readAckId() throws MalformedPacketException {
    return readNumber();
  }

  private @Nullable Long readNumber() throws MalformedPacketException {
    int start = position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    if (position == start) {
      return null;
    }
    if (position - start > MAX_ID_DIGITS) {
      throw new MalformedPacketException("number too long");
    }
    return Long.parseLong(text, start, position, 10);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static SocketPacket checked(SocketPacket packet) throws MalformedPacketException {
    JsonNode data = packet.data();
    boolean hasId = packet.ackId() != null;
    boolean valid =
        switch (packet.type()) {
          case CONNECT -> !hasId && (data == null || data.isObject());
          case DISCONNECT -> !hasId && data == null;
          case CONNECT_ERROR -> !hasId && data != null && (data.isObject() || data.isTextual());
          case EVENT, BINARY_EVENT -> isEvent(data);
          case ACK, BINARY_ACK -> hasId && data != null && data.isArray();
        };
    if (!valid) {
      throw new MalformedPacketException("bad payload for " + packet.type());
    }
    return packet;
  }

  private static boolean isEvent(@Nullable JsonNode data) {
    if (data == null || !data.isArray() || data.isEmpty()) {
      return false;
    }
    JsonNode name = data.get(0);
    return name.isNumber() || (name.isTextual() && !EventNames.isReserved(name.textValue()));
  }
}
