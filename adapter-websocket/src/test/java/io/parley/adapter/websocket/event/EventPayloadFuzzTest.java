package io.parley.adapter.websocket.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.protocol.MalformedPacketException;
import io.parley.adapter.websocket.protocol.SocketPacket;
import io.parley.adapter.websocket.protocol.SocketPacketDecoder;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Any payload of an event, in the JSON of its packet. */
class EventPayloadFuzzTest {
  private static final int MAXIMUM = 100;

  @DictionaryEntries({
    "conversationId",
    "userIds",
    "afterSeq",
    "limit",
    "content",
    "9223372036854775807",
    "9223372036854775808",
    "1e3"
  })
  @FuzzTest
  void givenAnyJson_whenItsMembersAreRead_thenTheyAreRefusedOrInBounds(byte[] json) {
    JsonNode event = event(new String(json, StandardCharsets.UTF_8));
    if (event == null) {
      return;
    }
    List<JsonNode> arguments = new ArrayList<>();
    event.forEach(arguments::add);
    whatever(
        () -> {
          EventPayload payload = EventPayload.of(arguments.subList(1, arguments.size()));
          read(payload, p -> p.conversationId().value());
          read(payload, p -> p.optionalConversationId());
          read(payload, p -> p.optionalUserId("userId"));
          read(payload, p -> p.optionalSequence("afterSeq"));
          read(payload, p -> p.optionalText("content"));
          read(payload, p -> assertThat(p.limit(MAXIMUM)).isBetween(1, MAXIMUM));
          read(payload, p -> assertThat(p.userIds("userIds", MAXIMUM)).hasSizeBetween(0, MAXIMUM));
        });
  }

  /** As it arrives; null if the protocol refuses it before. */
  private static @Nullable JsonNode event(String payload) {
    try {
      SocketPacket packet = new SocketPacketDecoder(1, 1).decode("2[\"event\"," + payload + "]");
      return packet == null ? null : packet.data();
    } catch (MalformedPacketException refused) {
      return null;
    }
  }

  private static void read(EventPayload payload, Consumer<EventPayload> member) {
    whatever(() -> member.accept(payload));
  }

  private static void whatever(Runnable reading) {
    try {
      reading.run();
    } catch (ChatException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }
  }
}
