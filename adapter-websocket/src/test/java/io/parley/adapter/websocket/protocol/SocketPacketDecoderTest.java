package io.parley.adapter.websocket.protocol;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketPacketDecoderTest {
  private static final int MAX_ATTACHMENT_BYTES = 1_000;

  private final SocketPacketDecoder decoder = new SocketPacketDecoder(10, MAX_ATTACHMENT_BYTES);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "0                         | CONNECT       | /      | -   | -",
        "0{\"token\":\"123\"}      | CONNECT       | /      | -   | {\"token\":\"123\"}",
        "0/admin,                  | CONNECT       | /admin | -   | -",
        "0/admin                   | CONNECT       | /admin | -   | -",
        "0/admin,{\"a\":1}         | CONNECT       | /admin | -   | {\"a\":1}",
        "1                         | DISCONNECT    | /      | -   | -",
        "1/admin,                  | DISCONNECT    | /admin | -   | -",
        "2[\"foo\"]                | EVENT         | /      | -   | [\"foo\"]",
        "2[7,\"foo\"]              | EVENT         | /      | -   | [7,\"foo\"]",
        "212[\"foo\"]              | EVENT         | /      | 12  | [\"foo\"]",
        "2/a/b,0[\"foo\",null]     | EVENT         | /a/b   | 0   | [\"foo\",null]",
        "2[\"_\",{\"_placeholder\":true,\"num\":0}]|EVENT|/|-|[\"_\",{\"_placeholder\":true,\"num\":0}]",
        "312[]                     | ACK           | /      | 12  | []",
        "3/admin,12[\"bar\"]       | ACK           | /admin | 12  | [\"bar\"]",
        "4{\"message\":\"no\"}     | CONNECT_ERROR | /      | -   | {\"message\":\"no\"}"
      })
  void givenPacket_whenDecoded_thenItsPartsAreThere(
      String text, SocketPacketType type, String namespace, Long ackId, String json)
      throws Exception {
    SocketPacket packet = requireNonNull(decoder.decode(text));

    assertThat(packet.type()).isEqualTo(type);
    assertThat(packet.namespace()).isEqualTo(namespace);
    assertThat(packet.ackId()).isEqualTo(ackId);
    JsonNode data = packet.data();
    assertThat(data == null ? null : data.toString()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "abc",
        "\uff12[\"fullwidth digit\"]",
        "0[]",
        "0null",
        "0\"a\"",
        "012",
        "1[]",
        "1{}",
        "2",
        "2[]",
        "2{}",
        "2[{}]",
        "2[null]",
        "2\"foo\"",
        "2[\"connect\"]",
        "2[\"connect_error\"]",
        "2[\"disconnect\"]",
        "2[\"disconnecting\"]",
        "2[\"newListener\"]",
        "2[\"removeListener\"]",
        "2[\"foo\"",
        "2[\"foo\"]]",
        "2[\"foo\"] []",
        "2[foo]",
        "2['foo']",
        "2[\"foo\",NaN]",
        "2abc[\"foo\"]",
        "2-1[\"foo\"]",
        "21234567890123456[\"foo\"]",
        "2/admin[\"foo\"]",
        "3[]",
        "31",
        "31{}",
        "4",
        "4[]",
        "5[\"foo\"]",
        "5-[\"foo\"]",
        "50-[\"foo\"]",
        "511-[\"foo\"]",
        "51[\"foo\"]",
        "5-1-[\"foo\"]",
        "5999999999999999999-[\"foo\"]",
        "51-{}",
        "61-[]"
      })
  void givenMalformedText_whenDecoded_thenItIsRefused(String text) {
    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> decoder.decode(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2[\"foo\",%s]", "27[\"foo\",%s]", "2/n,7[ \"foo\" , {\"a\":%s}, 1]"})
  void givenDeepNesting_whenDecoded_thenTheEventIsNamedWithoutItsArguments(String event)
      throws Exception {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    JsonNode data = dataOf(event.formatted(deep));

    assertThat(data).hasSize(2);
    assertThat(data.get(0).textValue()).isEqualTo("foo");
    assertThat(data.get(1).isMissingNode()).isTrue();
  }

  @Test
  void givenVeryManyValues_whenDecoded_thenTheEventIsNamedWithoutItsArguments() throws Exception {
    String many = "2[\"foo\"" + ",1".repeat(60_000) + "]";
    String tooMany = "2[\"foo\"" + ",1".repeat(70_000) + "]";

    assertThat(dataOf(many)).hasSize(60_001);
    assertThat(dataOf(tooMany)).hasSize(2);
  }

  private JsonNode dataOf(String text) throws MalformedPacketException {
    return requireNonNull(requireNonNull(decoder.decode(text)).data());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2[%s]", "2[\"connect\",%s]", "2%s", "31[%s]", "0{\"a\":%s}"})
  void givenDeepNestingWithoutAnEvent_whenDecoded_thenItIsRefused(String text) {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> decoder.decode(text.formatted(deep)));
  }

  @Test
  void givenNestedPlaceholders_whenAttachmentsCome_thenTheyAreInPlace() throws Exception {
    SocketPacket early =
        decoder.decode(
            "52-/n,7[\"foo\",{\"a\":[{\"_placeholder\":true,\"num\":1}]},"
                + "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":\"true\"}]");
    SocketPacket afterFirst = decoder.decode(new byte[] {1});
    SocketPacket packet = requireNonNull(decoder.decode(new byte[] {2, 3}));

    assertThat(early).isNull();
    assertThat(afterFirst).isNull();
    assertThat(packet.type()).isEqualTo(SocketPacketType.EVENT);
    assertThat(packet.namespace()).isEqualTo("/n");
    assertThat(packet.ackId()).isEqualTo(7);
    JsonNode data = requireNonNull(packet.data());
    assertThat(data.get(1).get("a").get(0).binaryValue()).containsExactly(2, 3);
    assertThat(data.get(2).binaryValue()).containsExactly(1);
    assertThat(data.get(3).toString()).isEqualTo("{\"_placeholder\":\"true\"}");
  }

  @Test
  void givenBinaryAck_whenAttachmentComes_thenItIsAnAck() throws Exception {
    assertThat(decoder.decode("61-9[{\"_placeholder\":true,\"num\":0}]")).isNull();

    SocketPacket packet = requireNonNull(decoder.decode(new byte[] {5}));

    assertThat(packet.type()).isEqualTo(SocketPacketType.ACK);
    assertThat(packet.ackId()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1", "\"0\"", "0.5", "null", "99999999999"})
  void givenBadPlaceholder_whenAttachmentComes_thenThePacketIsRefused(String num) throws Exception {
    assertThat(decoder.decode("51-[\"e\",{\"_placeholder\":true,\"num\":" + num + "}]")).isNull();

    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> decoder.decode(new byte[1]));
  }

  @Test
  void givenAttachmentIsDue_whenTextComes_thenItIsRefused() throws Exception {
    assertThat(decoder.decode("51-[\"e\",{\"_placeholder\":true,\"num\":0}]")).isNull();

    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> decoder.decode("2[\"e\"]"));
  }

  @Test
  void givenNoAttachmentIsDue_whenBinaryComes_thenItIsRefused() {
    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> decoder.decode(new byte[1]));
  }

  @Test
  void givenAttachments_whenTheyAddUpToTooMuch_thenTheyAreRefused() throws Exception {
    String text = "52-[\"_\",{\"_placeholder\":true,\"num\":0}]";

    assertThat(decoder.decode(text)).isNull();
    assertThat(decoder.decode(new byte[MAX_ATTACHMENT_BYTES])).isNull();
    assertThat(decoder.decode(new byte[0])).isNotNull();

    assertThat(decoder.decode(text)).isNull();
    assertThat(decoder.decode(new byte[MAX_ATTACHMENT_BYTES])).isNull();
    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> decoder.decode(new byte[1]));
  }

  @ParameterizedTest
  @CsvSource({"Ab, BA", "Aa, BB"}) // equal by Jackson's hash of a name, and by Java's
  void givenNamesThatCollide_whenDecodedAgainAndAgain_thenNothingBreaks(String one, String other)
      throws Exception {
    StringBuilder event = new StringBuilder("2[\"_\",{");
    for (int i = 0; i < 4_096; i++) {
      event.append(i == 0 ? "\"" : ",\"");
      for (int bit = 0; bit < 12; bit++) {
        event.append((i >> bit & 1) == 0 ? one : other);
      }
      event.append("\":0");
    }
    event.append("}]");

    for (int i = 0; i < 3; i++) {
      JsonNode data = requireNonNull(requireNonNull(decoder.decode(event.toString())).data());
      assertThat(data.get(1)).hasSize(4_096);
    }
  }

  @Test
  void givenTwoPlaceholdersForOneAttachment_whenItComes_thenThePacketIsRefused() throws Exception {
    String placeholder = "{\"_placeholder\":true,\"num\":0}";

    assertThat(decoder.decode("51-[\"_\"," + placeholder + "," + placeholder + "]")).isNull();

    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> decoder.decode(new byte[] {1}));
  }
}
