package io.parley.adapter.websocket.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes Socket.IO packets, ready to be sent as Engine.IO messages. Payloads are anything that
 * Jackson can write; every {@code byte[]} inside one, at any depth, becomes an attachment and the
 * packet a binary one (Socket.IO protocol, "Packet encoding").
 */
public final class SocketPacketEncoder {
  private static final int NO_ID = -1;

  /** More than most packets have, so that they are written without growing. */
  private static final int USUAL_BYTES = 1_024;

  private SocketPacketEncoder() {}

  public static EncodedPacket connect(String namespace, Object payload) {
    return encode(SocketPacketType.CONNECT, namespace, NO_ID, payload);
  }

  public static EncodedPacket connectError(String namespace, Object payload) {
    return encode(SocketPacketType.CONNECT_ERROR, namespace, NO_ID, payload);
  }

  public static EncodedPacket disconnect(String namespace) {
    return EncodedPacket.message(
        header(SocketPacketType.DISCONNECT, namespace, NO_ID, 0), List.of());
  }

  /**
   * An event that wants no answer.
   *
   * @param arguments the event's name, then its payload
   */
  public static EncodedPacket event(String namespace, List<@Nullable Object> arguments) {
    return encode(SocketPacketType.EVENT, namespace, NO_ID, arguments);
  }

  /**
   * An event that wants an answer.
   *
   * @param ackId 0 or more; the receiver answers with it
   */
  public static EncodedPacket event(
      String namespace, long ackId, List<@Nullable Object> arguments) {
    return encode(SocketPacketType.EVENT, namespace, ackId, arguments);
  }

  public static EncodedPacket ack(String namespace, long ackId, List<@Nullable Object> arguments) {
    return encode(SocketPacketType.ACK, namespace, ackId, arguments);
  }

  private static EncodedPacket encode(
      SocketPacketType type, String namespace, long ackId, Object payload) {
    List<byte[]> attachments = new ArrayList<>(0);
    byte[] header = header(type, namespace, ackId, 0);
    byte[] text = text(header, payload, attachments);
    if (attachments.isEmpty()) {
      return EncodedPacket.message(text, List.of());
    }
    byte[] longerHeader = header(type, namespace, ackId, attachments.size());
    byte[] json = Arrays.copyOfRange(text, header.length, text.length);
    return EncodedPacket.message(joined(longerHeader, json), attachments);
  }

  /** The header of a packet without attachments, and the payload. */
  private static byte[] text(byte[] header, Object payload, List<byte[]> attachments) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(USUAL_BYTES)) {
      bytes.write(header);
      try (JsonGenerator generator = PacketJson.MAPPER.createGenerator(bytes)) {
        write(payload, generator, attachments);
      }
      return bytes.toByteArray();
    } catch (JsonProcessingException e) {
      // Jackson's UTF-8 writer refuses a lone surrogate, which a client may well have sent us.
      attachments.clear();
      return joined(header, escapedJson(payload, attachments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] escapedJson(Object payload, List<byte[]> attachments) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = PacketJson.MAPPER.createGenerator(text)) {
      generator.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
      write(payload, generator, attachments);
    } catch (IOException e) {
      throw new IllegalArgumentException("payload cannot be written as JSON", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Object payload, JsonGenerator generator, List<byte[]> attachments)
      throws IOException {
    AttachmentGenerator extracting = new AttachmentGenerator(generator, attachments);
    PacketJson.MAPPER.writeValue(extracting, payload);
    extracting.flush();
  }

  private static byte[] joined(byte[] header, byte[] json) {
    byte[] text = Arrays.copyOf(header, header.length + json.length);
    System.arraycopy(json, 0, text, header.length, json.length);
    return text;
  }

  private static byte[] header(
      SocketPacketType type, String namespace, long ackId, int attachments) {
    StringBuilder header = new StringBuilder(16).append(EnginePacketType.MESSAGE.digit());
    if (attachments > 0) {
      header.append(binary(type).digit()).append(attachments).append('-');
    } else {
      header.append(type.digit());
    }
    if (!namespace.equals("/")) {
      header.append(namespace).append(',');
    }
    if (ackId != NO_ID) {
      header.append(ackId);
    }
    return header.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static SocketPacketType binary(SocketPacketType type) {
    return switch (type) {
      case EVENT -> SocketPacketType.BINARY_EVENT;
      case ACK -> SocketPacketType.BINARY_ACK;
      default -> throw new IllegalArgumentException(type + " cannot carry binary data");
    };
  }
}
