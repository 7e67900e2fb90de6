package io.parley.adapter.websocket.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Socket.IO packets of one connection and puts binary attachments in their places
 * (Socket.IO protocol, "Packet encoding"). One object per connection, used by one thread at a time.
 * After a {@link MalformedPacketException} the connection must be closed.
 */
public final class SocketPacketDecoder {
  private final int maxAttachments;
  private final long maxAttachmentBytes;
  private @Nullable Incomplete incomplete;

  /**
   * A decoder for a new connection.
   *
   * @param maxAttachments the most attachments of one packet, 1 or more
   * @param maxAttachmentBytes what the attachments of one packet may add up to: they are held until
   *     the last has come
   */
  public SocketPacketDecoder(int maxAttachments, long maxAttachmentBytes) {
    this.maxAttachments = maxAttachments;
    this.maxAttachmentBytes = maxAttachmentBytes;
  }

  /**
   * Takes the text of a message.
   *
   * @return null if attachments must follow
   */
  public @Nullable SocketPacket decode(String text) throws MalformedPacketException {
    if (incomplete != null) {
      throw new MalformedPacketException("text where an attachment was due");
    }
    SocketPacketReader reader = new SocketPacketReader(text, maxAttachments);
    SocketPacket packet = reader.read();
    if (!packet.type().isBinary()) {
      return packet;
    }
    incomplete = new Incomplete(packet, reader.attachments());
    return null;
  }

  /**
   * Takes a binary message.
   *
   * @return null if more attachments must follow
   */
  public @Nullable SocketPacket decode(byte[] attachment) throws MalformedPacketException {
    Incomplete current = incomplete;
    if (current == null) {
      throw new MalformedPacketException("binary data without a packet that announced it");
    }
    current.add(attachment);
    if (current.bytes > maxAttachmentBytes) {
      throw new MalformedPacketException("attachments too large");
    }
    if (current.attachments.size() < current.expected) {
      return null;
    }
    incomplete = null;
    return current.complete();
  }

  private static final class Incomplete {
    private final SocketPacket packet;
    private final int expected;
    private final List<byte[]> attachments = new ArrayList<>();
    private long bytes;

    Incomplete(SocketPacket packet, int expected) {
      this.packet = packet;
      this.expected = expected;
    }

    void add(byte[] attachment) {
      attachments.add(attachment);
      bytes += attachment.length;
    }

    SocketPacket complete() throws MalformedPacketException {
      JsonNode data = packet.data();
      return new SocketPacket(
          packet.type().withoutAttachments(),
          packet.namespace(),
          packet.ackId(),
          data == null ? null : Placeholders.replace(data, attachments));
    }
  }
}
