package io.parley.adapter.websocket.abuse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes WebSocket frames (RFC 6455, section 5.2), and such as the RFC forbids. */
final class Frames {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int FIN = 0x80;

  private static final int MASKED = 0x80;
  private static final int KEY_LENGTH = 4;

  private Frames() {}

  static byte[] text(String message) {
    return frame(FIN | TEXT, message.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] binary(byte[] message) {
    return frame(FIN | BINARY, message);
  }

  /** A whole frame, masked with zeros. */
  static byte[] frame(int firstByte, byte[] payload) {
    return frame(firstByte, payload, 0);
  }

  static byte[] frame(int firstByte, byte[] payload, int key) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
    frame.writeBytes(header(firstByte, payload.length, true));
    byte[] mask = ByteBuffer.allocate(KEY_LENGTH).putInt(key).array();
    frame.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ mask[i % KEY_LENGTH]);
    }
    return frame.toByteArray();
  }

  static byte[] unmasked(int firstByte, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 10);
    frame.writeBytes(header(firstByte, payload.length, false));
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /** A frame that announces another length than it has. */
  static byte[] lying(int firstByte, long announced, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
    frame.writeBytes(header(firstByte, announced, true));
    frame.writeBytes(new byte[KEY_LENGTH]);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private static byte[] header(int firstByte, long length, boolean masked) {
    int mask = masked ? MASKED : 0;
    if (length >= 0 && length < 126) {
      return new byte[] {(byte) firstByte, (byte) (mask | length)};
    }
    if (length >= 0 && length < 1 << 16) {
      return ByteBuffer.allocate(4)
          .put((byte) firstByte)
          .put((byte) (mask | 126))
          .putShort((short) length)
          .array();
    }
    return ByteBuffer.allocate(10)
        .put((byte) firstByte)
        .put((byte) (mask | 127))
        .putLong(length)
        .array();
  }
}
