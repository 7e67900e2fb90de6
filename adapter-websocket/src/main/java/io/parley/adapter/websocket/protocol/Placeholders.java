package io.parley.adapter.websocket.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Stands for the attachments in the JSON of a binary packet: {@code {"_placeholder":true,"num":n}},
 * at any depth (Socket.IO protocol, "Packet encoding").
 */
final class Placeholders {
  static final String MARK = "_placeholder";
  static final String INDEX = "num";

  private Placeholders() {}

  /**
   * Puts each attachment where its placeholder is; changes the tree and returns its root. No
   * attachment may stand in two places: a small packet could otherwise stand for a huge one.
   */
  static JsonNode replace(JsonNode node, List<byte[]> attachments) throws MalformedPacketException {
    return replace(node, attachments, new BitSet());
  }

  private static JsonNode replace(JsonNode node, List<byte[]> attachments, BitSet used)
      throws MalformedPacketException {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, replace(array.get(i), attachments, used));
      }
      return array;
    }
    if (node instanceof ObjectNode object) {
      if (object.path(MARK).asBoolean(false) && object.path(MARK).isBoolean()) {
        return BinaryNode.valueOf(attachmentOf(object, attachments, used));
      }
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        field.setValue(replace(field.getValue(), attachments, used));
      }
    }
    return node;
  }

  private static byte[] attachmentOf(ObjectNode placeholder, List<byte[]> attachments, BitSet used)
      throws MalformedPacketException {
    JsonNode index = placeholder.path(INDEX);
    if (!index.isInt() || index.intValue() < 0 || index.intValue() >= attachments.size()) {
      throw new MalformedPacketException("placeholder without an attachment");
    }
    if (used.get(index.intValue())) {
      throw new MalformedPacketException("two placeholders for one attachment");
    }
    used.set(index.intValue());
    return attachments.get(index.intValue());
  }
}
