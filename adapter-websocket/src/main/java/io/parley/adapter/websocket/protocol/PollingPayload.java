package io.parley.adapter.websocket.protocol;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * The body of a polling request or response: packets joined by the record separator {@code 0x1e},
 * binary ones as {@code b} and base64 (Engine.IO protocol, "HTTP long-polling").
 */
public final class PollingPayload {
  private static final char SEPARATOR = '\u001e';
  private static final char BINARY_PREFIX = 'b';

  private PollingPayload() {}

  /**
   * Reads a request body.
   *
   * @return at least one packet, in order
   * @throws MalformedPacketException if the body or one of its packets is empty or malformed; then
   *     none of them counts
   */
  public static List<EnginePacket> decode(String body) throws MalformedPacketException {
    List<EnginePacket> packets = new ArrayList<>();
    int start = 0;
    while (true) {
      int end = body.indexOf(SEPARATOR, start);
      packets.add(decodePacket(body.substring(start, end < 0 ? body.length() : end)));
      if (end < 0) {
        return packets;
      }
      start = end + 1;
    }
  }

  private static EnginePacket decodePacket(String encoded) throws MalformedPacketException {
    if (encoded.isEmpty() || encoded.charAt(0) != BINARY_PREFIX) {
      return EnginePacket.decode(encoded);
    }
    try {
      return new EnginePacket.Binary(Base64.getDecoder().decode(encoded.substring(1)));
    } catch (IllegalArgumentException e) {
      throw new MalformedPacketException("bad base64 in a polling payload", e);
    }
  }

  /** Writes a response body of at least one packet. */
  public static byte[] encode(Collection<EncodedPacket> packets) {
    List<byte[]> parts = new ArrayList<>(packets.size());
    for (EncodedPacket packet : packets) {
      parts.addAll(packet.polled());
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    return join(parts);
  }

  private static byte[] join(List<byte[]> parts) {
    int size = parts.size() - 1;
    for (byte[] part : parts) {
      size += part.length;
    }
    byte[] body = new byte[size];
    int position = 0;
    for (byte[] part : parts) {
      if (position > 0) {
        body[position++] = SEPARATOR;
      }
      System.arraycopy(part, 0, body, position, part.length);
      position += part.length;
    }
    return body;
  }
}
