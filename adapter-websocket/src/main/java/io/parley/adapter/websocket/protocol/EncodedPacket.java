package io.parley.adapter.websocket.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet ready to be sent, immutable and shared: a broadcast encodes once and hands the same
 * object to every socket. It is one text frame, or binary frames, or a text frame followed by its
 * binary attachments; those frames stay together on the wire.
 */
public final class EncodedPacket {
  public static final EncodedPacket PING = control(EnginePacketType.PING, "");
  public static final EncodedPacket PROBE_PONG = control(EnginePacketType.PONG, "probe");
  public static final EncodedPacket NOOP = control(EnginePacketType.NOOP, "");
  public static final EncodedPacket CLOSE = control(EnginePacketType.CLOSE, "");

  private static final byte BINARY_PREFIX = 'b';

  private final byte @Nullable [] text;
  private final List<byte[]> binaries;
  private final int byteSize;

  /** The base64 form of the attachments, made when the first polling socket needs it. */
  private @Nullable List<byte[]> polledBinaries;

  private EncodedPacket(byte @Nullable [] text, List<byte[]> binaries) {
    this.text = text;
    this.binaries = binaries;
    int size = text == null ? 0 : text.length;
    for (byte[] binary : binaries) {
      size += binary.length;
    }
    this.byteSize = size;
  }

  /** A control packet, or a text message, of Engine.IO. */
  public static EncodedPacket control(EnginePacketType type, String data) {
    return new EncodedPacket((type.digit() + data).getBytes(StandardCharsets.UTF_8), List.of());
  }

  /** A text message. */
  public static EncodedPacket message(String data) {
    return control(EnginePacketType.MESSAGE, data);
  }

  /** A binary message. The array must not change afterwards. */
  public static EncodedPacket message(byte[] data) {
    return new EncodedPacket(null, List.of(data));
  }

  /**
   * A text message with binary attachments.
   *
   * @param text UTF-8, with the leading digit of a message; neither array may change afterwards
   */
  static EncodedPacket message(byte[] text, List<byte[]> attachments) {
    return new EncodedPacket(text, List.copyOf(attachments));
  }

  /** UTF-8 of the text frame, type digit included; null for a binary message. Do not modify. */
  public byte @Nullable [] text() {
    return text;
  }

  /** The binary frames that follow the text frame. Do not modify. */
  public List<byte[]> binaries() {
    return binaries;
  }

  /** Bytes of payload over all frames. */
  public int byteSize() {
    return byteSize;
  }

  /**
   * The frames as they stand in a polling payload: the text, then {@code b} and base64 for each
   * attachment.
   */
  List<byte[]> polled() {
    if (binaries.isEmpty() && text != null) {
      return List.of(text);
    }
    // Two threads may both encode; the results are equal and either may stay.
    List<byte[]> polled = polledBinaries;
    if (polled == null) {
      polled = binaries.stream().map(EncodedPacket::base64).toList();
      polledBinaries = polled;
    }
    if (text == null) {
      return polled;
    }
    List<byte[]> all = new ArrayList<>(polled.size() + 1);
    all.add(text);
    all.addAll(polled);
    return all;
  }

  private static byte[] base64(byte[] data) {
    byte[] encoded = Base64.getEncoder().encode(data);
    byte[] prefixed = new byte[encoded.length + 1];
    prefixed[0] = BINARY_PREFIX;
    System.arraycopy(encoded, 0, prefixed, 1, encoded.length);
    return prefixed;
  }

  @Override
  public String toString() {
    return (text == null ? "" : new String(text, StandardCharsets.UTF_8))
        + (binaries.isEmpty() ? "" : " +" + binaries.size() + " binary");
  }
}
