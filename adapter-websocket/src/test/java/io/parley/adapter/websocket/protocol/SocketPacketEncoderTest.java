package io.parley.adapter.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SocketPacketEncoderTest {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Person(long id, @Nullable String name, byte[] picture) {}

  @Test
  void givenValuesOfEveryKind_whenEventIsEncoded_thenTheyAreJson() {
    EncodedPacket packet =
        SocketPacketEncoder.event(
            "/", Arrays.asList("e", 1, "ü\"€😀", null, List.of(true), Map.of("k", 1.5)));

    assertThat(packet.toString()).isEqualTo("42[\"e\",1,\"ü\\\"€😀\",null,[true],{\"k\":1.5}]");
    assertThat(packet.binaries()).isEmpty();
  }

  @Test
  void givenBytesAnywhere_whenEventIsEncoded_thenTheyBecomeAttachmentsInOrder() {
    EncodedPacket packet =
        SocketPacketEncoder.event(
            "/n",
            7,
            List.of(
                "e",
                new Person(1, null, new byte[] {1}),
                List.of(Map.of("deep", new byte[] {2, 3})),
                JsonNodeFactory.instance.arrayNode().add(BinaryNode.valueOf(new byte[] {4}))));

    assertThat(packet.text())
        .asString()
        .isEqualTo(
            "453-/n,7[\"e\",{\"id\":1,\"name\":null,\"picture\":{\"_placeholder\":true,\"num\":0}},"
                + "[{\"deep\":{\"_placeholder\":true,\"num\":1}}],[{\"_placeholder\":true,\"num\":2}]]");
    assertThat(packet.binaries())
        .containsExactly(new byte[] {1}, new byte[] {2, 3}, new byte[] {4});
  }

  @Test
  void givenLoneSurrogate_whenEventIsEncoded_thenItIsEscaped() {
    EncodedPacket packet = SocketPacketEncoder.event("/", List.of("e", "a\ud800b", new byte[] {1}));

    assertThat(packet.text())
        .asString()
        .isEqualTo("451-[\"e\",\"a\\uD800b\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(packet.binaries()).hasSize(1);
  }

  @Test
  void givenOtherPackets_whenEncoded_thenTheyHaveTheirWireForm() {
    Map<String, String> payload = Map.of("sid", "x");

    assertThat(SocketPacketEncoder.connect("/", payload)).hasToString("40{\"sid\":\"x\"}");
    assertThat(SocketPacketEncoder.connect("/n", payload)).hasToString("40/n,{\"sid\":\"x\"}");
    assertThat(SocketPacketEncoder.connectError("/n", Map.of("message", "no")))
        .hasToString("44/n,{\"message\":\"no\"}");
    assertThat(SocketPacketEncoder.disconnect("/")).hasToString("41");
    assertThat(SocketPacketEncoder.disconnect("/n")).hasToString("41/n,");
    assertThat(SocketPacketEncoder.ack("/", 0, List.of())).hasToString("430[]");
    assertThat(SocketPacketEncoder.ack("/n", 12, List.of("a"))).hasToString("43/n,12[\"a\"]");
    assertThat(SocketPacketEncoder.ack("/", 3, List.of(new byte[1])).text())
        .asString()
        .isEqualTo("461-3[{\"_placeholder\":true,\"num\":0}]");
  }

  @Test
  void givenWhatCannotBeWritten_whenEncoded_thenItIsRefused() {
    List<Object> circular = new ArrayList<>();
    circular.add("e");
    circular.add(circular);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SocketPacketEncoder.event("/", List.copyOf(List.of("e", circular))));
  }
}
