package io.parley.adapter.postgres;

import io.parley.domain.error.ChatException;
import io.parley.domain.user.UserId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Frames in the text of a notification, which has at most 7,999 bytes: base64 of, for each frame,
 * {@code users:int (user:long)* length:int bytes}.
 */
final class NotificationPayload {
  /** Bytes of all frames of one payload, with what stands before each. */
  static final int MAX_BYTES = 7_996 / 4 * 3;

  private NotificationPayload() {}

  /** Packs frames into as few payloads as they fit into in their order. */
  static List<String> pack(List<BusFrame> frames) {
    List<String> payloads = new ArrayList<>();
    ByteBuffer payload = ByteBuffer.allocate(MAX_BYTES);
    for (BusFrame frame : frames) {
      int size = 2 * Integer.BYTES + frame.users().size() * Long.BYTES + frame.bytes().length;
      if (size > payload.remaining()) {
        payloads.add(text(payload));
        payload.clear();
      }
      payload.putInt(frame.users().size());
      frame.users().forEach(user -> payload.putLong(user.value()));
      payload.putInt(frame.bytes().length).put(frame.bytes());
    }
    if (payload.position() > 0) {
      payloads.add(text(payload));
    }
    return payloads;
  }

  private static String text(ByteBuffer payload) {
    byte[] bytes = new byte[payload.position()];
    payload.get(0, bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Unpacks them.
   *
   * @throws IllegalArgumentException if it is no such payload
   */
  static List<BusFrame> read(String text) {
    ByteBuffer payload = ByteBuffer.wrap(Base64.getDecoder().decode(text));
    List<BusFrame> frames = new ArrayList<>();
    try {
      while (payload.hasRemaining()) {
        int count = payload.getInt();
        if (count < 0 || count > payload.remaining() / Long.BYTES) {
          throw new IllegalArgumentException("more users than bytes");
        }
        List<UserId> users = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          users.add(new UserId(payload.getLong()));
        }
        int length = payload.getInt();
        if (length < 0 || length > payload.remaining()) {
          throw new IllegalArgumentException("a frame that does not fit");
        }
        byte[] bytes = new byte[length];
        payload.get(bytes);
        frames.add(new BusFrame(users, bytes));
      }
    } catch (BufferUnderflowException | ChatException e) {
      throw new IllegalArgumentException("a damaged payload", e);
    }
    return frames;
  }
}
