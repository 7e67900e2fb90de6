package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.event.Payloads.CaughtUp;
import io.parley.adapter.websocket.event.Payloads.ConversationReference;
import io.parley.adapter.websocket.event.Payloads.Joined;
import io.parley.adapter.websocket.event.Payloads.Membership;
import io.parley.adapter.websocket.event.Payloads.NewMessage;
import io.parley.adapter.websocket.event.Payloads.Nothing;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.application.conversation.ConversationAccess;
import io.parley.application.conversation.FollowConversation;
import io.parley.application.conversation.FollowConversation.Followed;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/** {@code join_conversation}, {@code leave_conversation}, {@code join_personal_room}. */
final class ConversationEvents {
  private final FollowConversation followConversation;
  private final ConversationAccess access;

  ConversationEvents(FollowConversation followConversation, ConversationAccess access) {
    this.followConversation = followConversation;
    this.access = access;
  }

  void register(ChatEvents events) {
    events.onBlocking("join_conversation", this::join);
    events.onBlocking("leave_conversation", this::leave);
    // A socket is in its personal room from the start.
    events.on("join_personal_room", (socket, arguments) -> new Nothing());
  }

  private Object join(SocketIoSocket socket, List<JsonNode> arguments) {
    EventPayload payload = EventPayload.of(arguments);
    ConversationId conversation = payload.conversationId();
    Optional<Sequence> afterSequence = payload.optionalSequence("afterSeq");
    Followed followed =
        followConversation.follow(
            ChatSession.userOf(socket),
            conversation,
            afterSequence,
            () -> enter(socket, conversation));
    long lastSequence = followed.lastSequence().value();
    return afterSequence.isEmpty()
        ? new Joined(conversation.value(), lastSequence)
        : new CaughtUp(
            conversation.value(),
            lastSequence,
            followed.missed().stream().map(NewMessage::from).toList(),
            followed.hasMore());
  }

  private static void enter(SocketIoSocket socket, ConversationId conversation) {
    String room = ChatRooms.conversation(conversation);
    if (!socket.isIn(room) && socket.join(room)) {
      socket.to(room).emit("user_joined", Membership.joined(ChatSession.userOf(socket)));
    }
  }

  private Object leave(SocketIoSocket socket, List<JsonNode> arguments) {
    ConversationId conversation = EventPayload.of(arguments).conversationId();
    UserId user = ChatSession.userOf(socket);
    access.require(conversation, user);
    String room = ChatRooms.conversation(conversation);
    if (socket.isIn(room)) {
      socket.leave(room);
      socket.to(room).emit("user_left", Membership.left(user));
    }
    return ConversationReference.to(conversation);
  }
}
