package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.event.Payloads.ConversationReference;
import io.parley.adapter.websocket.event.Payloads.OnlineStatus;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.application.presence.CheckOnline;
import io.parley.application.presence.SignalTyping;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.presence.TypingSignal;
import java.util.List;

/** {@code typing}, {@code stop_typing}, {@code check_online}. */
final class PresenceEvents {
  private static final int MAX_IDS = 1_000;

  private final SignalTyping signalTyping;
  private final CheckOnline checkOnline;

  PresenceEvents(SignalTyping signalTyping, CheckOnline checkOnline) {
    this.signalTyping = signalTyping;
    this.checkOnline = checkOnline;
  }

  void register(ChatEvents events) {
    events.onBlocking(
        "typing", LimitedAction.TYPING, (socket, arguments) -> typing(socket, arguments, true));
    events.onBlocking(
        "stop_typing",
        LimitedAction.TYPING,
        (socket, arguments) -> typing(socket, arguments, false));
    events.onBlocking("check_online", LimitedAction.OTHER, this::checkOnline);
  }

  private Object typing(SocketIoSocket socket, List<JsonNode> arguments, boolean typing) {
    ConversationId conversation = EventPayload.of(arguments).conversationId();
    signalTyping.signal(
        new TypingSignal(
            conversation, ChatSession.userOf(socket), typing, ChatSession.connectionOf(socket)));
    return ConversationReference.to(conversation);
  }

  private Object checkOnline(SocketIoSocket socket, List<JsonNode> arguments) {
    OnlineStatus status =
        OnlineStatus.of(
            checkOnline.among(
                EventPayload.of(arguments).userIds("userIds", MAX_IDS),
                ChatSession.userOf(socket)));
    socket.emitVolatile(ServerEvent.ONLINE_STATUS.wireName(), status);
    return status;
  }
}
