package io.parley.adapter.websocket.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The one JSON mapper of the protocol, with the limits that keep a peer from exhausting us. */
final class PacketJson {
  /** Deep enough for any payload of a person; a tree of this depth cannot overflow a stack. */
  static final int MAX_DEPTH = 64;

  /**
   * Many times what any event of a person needs; a tree of a million nodes costs 40 MB and more.
   */
  private static final int MAX_TOKENS = 65_536;

  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxTokenCount(MAX_TOKENS)
                          // A message is never longer than maxPayload, so neither is a string.
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  // Names that collide break the table of names that all parsers share, for all.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private PacketJson() {}

  static JsonNode parse(String json) throws MalformedPacketException {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (node.isMissingNode()) {
        throw new MalformedPacketException("empty JSON");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new MalformedPacketException("bad JSON in a Socket.IO packet", e);
    }
  }
}
