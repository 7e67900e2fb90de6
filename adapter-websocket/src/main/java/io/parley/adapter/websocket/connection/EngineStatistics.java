package io.parley.adapter.websocket.connection;

import java.util.Map;
import java.util.Set;

/**
 * What a server has seen since it was made, at one moment.
 *
 * @param openSessions sessions now
 * @param openedSessions sessions ever opened
 * @param openWebSockets WebSocket connections now, probing ones included
 * @param closes sessions closed, by reason; every reason is there
 * @param refusals handshakes and requests refused, by what was wrong, such as {@code
 *     session_unknown}; everything that can be wrong is there
 */
public record EngineStatistics(
    int openSessions,
    long openedSessions,
    int openWebSockets,
    Map<CloseReason, Long> closes,
    Map<String, Long> refusals) {

  public EngineStatistics {
    closes = Map.copyOf(closes);
    refusals = Map.copyOf(refusals);
  }

  /** Everything that a request can be refused for. */
  public Set<String> refusalNames() {
    return refusals.keySet();
  }

  public long closes(CloseReason reason) {
    return closes.getOrDefault(reason, 0L);
  }
}
