package io.parley.adapter.websocket.protocol;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any messages of a connection. The input is one for each part between the characters {@code 0x1e};
 * a part that begins with {@code b} is a binary message.
 */
class SocketPacketFuzzTest {
  private static final byte SEPARATOR = 0x1e;
  private static final byte BINARY = 'b';

  @DictionaryEntries({
    "{\"_placeholder\":true,\"num\":0}",
    "51-[\"",
    "\\x1eb",
    "1e400",
    "\\\\ud800",
    "[[[[[[[["
  })
  @FuzzTest
  void givenAnyMessages_whenDecoded_thenTheyAreRefusedOrSurviveEncoding(byte[] messages)
      throws MalformedPacketException {
    List<SocketPacket> packets = new ArrayList<>();
    try {
      decode(messages, packets);
    } catch (MalformedPacketException refused) {
      // as the protocol wants it; those that came before count
    }
    for (SocketPacket packet : packets) {
      EncodedPacket encoded = encode(packet);

      assertThat(encode(decode(encoded)).polled())
          .usingElementComparator(Arrays::compare)
          .isEqualTo(encoded.polled());
    }
  }

  private static void decode(byte[] messages, List<SocketPacket> packets)
      throws MalformedPacketException {
    SocketPacketDecoder decoder = new SocketPacketDecoder(10, 1_000);
    int start = 0;
    for (int i = 0; i <= messages.length; i++) {
      if (i == messages.length || messages[i] == SEPARATOR) {
        SocketPacket packet =
            start < i && messages[start] == BINARY
                ? decoder.decode(Arrays.copyOfRange(messages, start + 1, i))
                : decoder.decode(new String(messages, start, i - start, StandardCharsets.UTF_8));
        if (packet != null) {
          packets.add(packet);
        }
        start = i + 1;
      }
    }
  }

  private static SocketPacket decode(EncodedPacket encoded) throws MalformedPacketException {
    String text = new String(requireNonNull(encoded.text()), StandardCharsets.UTF_8);
    SocketPacketDecoder decoder = new SocketPacketDecoder(10, 1_000);
    SocketPacket packet = decoder.decode(EnginePacket.decode(text).data());
    for (byte[] binary : encoded.binaries()) {
      packet = decoder.decode(binary);
    }
    return requireNonNull(packet);
  }

  private static EncodedPacket encode(SocketPacket packet) {
    Long ackId = packet.ackId();
    String namespace = packet.namespace();
    JsonNode payload =
        packet.data() == null ? JsonNodeFactory.instance.objectNode() : packet.data();
    List<@Nullable Object> arguments = new ArrayList<>();
    payload.forEach(arguments::add);
    return switch (packet.type()) {
      case CONNECT -> SocketPacketEncoder.connect(namespace, payload);
      case CONNECT_ERROR -> SocketPacketEncoder.connectError(namespace, payload);
      case DISCONNECT -> SocketPacketEncoder.disconnect(namespace);
      case EVENT ->
          ackId == null
              ? SocketPacketEncoder.event(namespace, arguments)
              : SocketPacketEncoder.event(namespace, ackId, arguments);
      case ACK -> SocketPacketEncoder.ack(namespace, requireNonNull(ackId), arguments);
      case BINARY_EVENT, BINARY_ACK ->
          throw new AssertionError("attachments were not put in place");
    };
  }
}
