package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.event.Payloads.MessagesRead;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.application.receipt.MarkRead;
import io.parley.domain.limit.LimitedAction;
import java.util.List;

/** {@code mark_as_read}. */
final class ReceiptEvents {
  private final MarkRead markRead;

  ReceiptEvents(MarkRead markRead) {
    this.markRead = markRead;
  }

  void register(ChatEvents events) {
    events.onBlocking("mark_as_read", LimitedAction.OTHER, this::mark);
  }

  private Object mark(SocketIoSocket socket, List<JsonNode> arguments) {
    EventPayload payload = EventPayload.of(arguments);
    return MessagesRead.from(
        markRead.mark(
            ChatSession.userOf(socket),
            payload.conversationId(),
            payload.optionalSequence("upTo")));
  }
}
