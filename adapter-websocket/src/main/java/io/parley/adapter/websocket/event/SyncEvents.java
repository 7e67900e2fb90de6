package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.event.Payloads.Synced;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.application.sync.CatchUp;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.page.PageRequest;
import io.parley.domain.sync.SyncCursor;
import java.util.List;
import java.util.Optional;

/** {@code sync}. */
final class SyncEvents {
  private final CatchUp catchUp;

  SyncEvents(CatchUp catchUp) {
    this.catchUp = catchUp;
  }

  void register(ChatEvents events) {
    events.onBlocking("sync", LimitedAction.OTHER, this::sync);
  }

  private Object sync(SocketIoSocket socket, List<JsonNode> arguments) {
    EventPayload payload = EventPayload.of(arguments);
    Optional<SyncCursor> cursor =
        payload.optionalText("cursor").filter(text -> !text.isEmpty()).map(SyncCursor::new);
    return Synced.from(
        catchUp.since(ChatSession.userOf(socket), cursor, payload.limit(PageRequest.MAX_LIMIT)));
  }
}
