package io.parley.adapter.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollingPayloadTest {
  @Test
  void givenTextAndBinaryPackets_whenDecoded_thenAllAreThereInOrder() throws Exception {
    List<EnginePacket> packets = PollingPayload.decode("4hello\u001e2\u001ebAQIDBA==\u001e4");

    assertThat(packets).hasSize(4);
    assertThat(packets.get(0)).isEqualTo(text(EnginePacketType.MESSAGE, "hello"));
    assertThat(packets.get(1)).isEqualTo(text(EnginePacketType.PING, ""));
    assertThat(((EnginePacket.Binary) packets.get(2)).data()).containsExactly(1, 2, 3, 4);
    assertThat(packets.get(3)).isEqualTo(text(EnginePacketType.MESSAGE, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "7",
        "9x",
        "/",
        " 4a",
        "4a\u001e",
        "\u001e4a",
        "4a\u001e\u001e4b",
        "b***",
        "bA",
        "4a\u001ebA=A="
      })
  void givenMalformedBody_whenDecoded_thenItIsRefusedAsAWhole(String body) {
    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> PollingPayload.decode(body));
  }

  @Test
  void givenTextBinaryAndAttachments_whenEncoded_thenTheyAreJoinedBySeparators() {
    EncodedPacket withAttachment =
        SocketPacketEncoder.event("/", List.of("e", new byte[] {1, 2, 3, 4}));

    byte[] body =
        PollingPayload.encode(
            List.of(
                EncodedPacket.PING,
                withAttachment,
                EncodedPacket.message(new byte[] {(byte) 255})));

    assertThat(new String(body, StandardCharsets.UTF_8))
        .isEqualTo(
            "2\u001e451-[\"e\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA==\u001eb/w==");
  }

  private static EnginePacket.Text text(EnginePacketType type, String data) {
    return new EnginePacket.Text(type, data);
  }
}
