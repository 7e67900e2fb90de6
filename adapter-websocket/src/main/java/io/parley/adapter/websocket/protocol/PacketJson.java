package io.parley.adapter.websocket.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

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
      throw malformed(e);
    }
  }

  /**
   * As {@link #parse}; of an event whose arguments are beyond the limits, its name with one
   * argument that is nothing: whoever hears of it can refuse it by name, as any other of the wrong
   * shape.
   */
  static JsonNode parseEvent(String json) throws MalformedPacketException {
    try {
      return parse(json);
    } catch (MalformedPacketException e) {
      if (e.getCause() instanceof StreamConstraintsException) {
        return MAPPER.createArrayNode().add(name(json)).add(MissingNode.getInstance());
      }
      throw e;
    }
  }

  private static String name(String json) throws MalformedPacketException {
    try (JsonParser parser = MAPPER.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_ARRAY
          || parser.nextToken() != JsonToken.VALUE_STRING) {
        throw new MalformedPacketException("no event");
      }
      return parser.getText();
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  private static MalformedPacketException malformed(IOException cause) {
    return new MalformedPacketException("bad JSON in a Socket.IO packet", cause);
  }
}
