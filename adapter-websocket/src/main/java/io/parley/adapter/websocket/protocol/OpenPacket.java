package io.parley.adapter.websocket.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/**
 * What the server tells a client first (Engine.IO protocol, "Handshake").
 *
 * @param sid the session id, sent back with every later request
 * @param upgrades the transports that the client may change to
 * @param maxPayload bytes, the largest body or message that the server takes
 */
public record OpenPacket(
    String sid,
    List<String> upgrades,
    Duration pingInterval,
    Duration pingTimeout,
    int maxPayload) {

  public OpenPacket {
    upgrades = List.copyOf(upgrades);
  }

  public EncodedPacket encode() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("sid", sid);
    upgrades.forEach(json.putArray("upgrades")::add);
    json.put("pingInterval", pingInterval.toMillis());
    json.put("pingTimeout", pingTimeout.toMillis());
    json.put("maxPayload", maxPayload);
    return EncodedPacket.control(EnginePacketType.OPEN, json.toString());
  }
}
