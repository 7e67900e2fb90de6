package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.protocol.MalformedPacketException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of one message, collected from frames or chunks, and read as strict UTF-8. */
final class MessageBuffer {
  private static final char REPLACEMENT = '\ufffd';

  private final boolean binary;
  private byte[] bytes = {};
  private int size;

  MessageBuffer(boolean binary) {
    this.binary = binary;
  }

  boolean isBinary() {
    return binary;
  }

  int size() {
    return size;
  }

  void append(ByteBuffer more) {
    int length = more.remaining();
    if (size + length > bytes.length) {
      // The first part gets exactly its size: nearly always it is the only one.
      int grown = size == 0 ? length : Math.max(size + length, bytes.length * 2);
      bytes = Arrays.copyOf(bytes, grown);
    }
    more.get(bytes, size, length);
    size += length;
  }

  byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  String text() throws MalformedPacketException {
    String text = new String(bytes, 0, size, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireUtf8(); // it stands for a bad byte, or was really sent
    }
    return text;
  }

  private void requireUtf8() throws MalformedPacketException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, size));
    } catch (CharacterCodingException e) {
      throw new MalformedPacketException("text is not UTF-8", e);
    }
  }
}
