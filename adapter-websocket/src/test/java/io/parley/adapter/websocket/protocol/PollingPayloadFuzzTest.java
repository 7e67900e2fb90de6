package io.parley.adapter.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any body of a polling request. */
class PollingPayloadFuzzTest {
  @FuzzTest
  void givenAnyBody_whenDecoded_thenItIsRefusedOrSurvivesEncoding(byte[] body)
      throws MalformedPacketException {
    List<EnginePacket> packets;
    try {
      packets = decode(body);
    } catch (MalformedPacketException refused) {
      return;
    }
    byte[] encoded = encode(packets);
    List<EnginePacket> again = decode(encoded);

    assertThat(again).hasSameSizeAs(packets);
    assertThat(encode(again)).isEqualTo(encoded);
  }

  private static List<EnginePacket> decode(byte[] body) throws MalformedPacketException {
    return PollingPayload.decode(new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] encode(List<EnginePacket> packets) {
    return PollingPayload.encode(packets.stream().map(PollingPayloadFuzzTest::encode).toList());
  }

  private static EncodedPacket encode(EnginePacket packet) {
    return packet instanceof EnginePacket.Binary binary
        ? EncodedPacket.message(binary.data())
        : EncodedPacket.control(
            ((EnginePacket.Text) packet).type(), ((EnginePacket.Text) packet).data());
  }
}
