package io.parley.adapter.websocket.connection;

import java.util.Map;

/**
 * What a server has seen since it was made, at one moment.
 *
 * @param openSessions sessions now
 * @param openedSessions sessions ever opened
 * @param openWebSockets WebSocket connections now, probing ones included
 * @param closes sessions closed, by reason; every reason is there
 */
public record EngineStatistics(
    int openSessions, long openedSessions, int openWebSockets, Map<CloseReason, Long> closes) {

  public EngineStatistics {
    closes = Map.copyOf(closes);
  }

  public long closes(CloseReason reason) {
    return closes.getOrDefault(reason, 0L);
  }
}
