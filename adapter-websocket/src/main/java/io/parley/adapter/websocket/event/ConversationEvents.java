package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.event.Payloads.CaughtUp;
import io.parley.adapter.websocket.event.Payloads.ConversationReference;
import io.parley.adapter.websocket.event.Payloads.Joined;
import io.parley.adapter.websocket.event.Payloads.Membership;
import io.parley.adapter.websocket.event.Payloads.Nothing;
import io.parley.adapter.websocket.socketio.Ack;
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
  private final Joins joins;

  ConversationEvents(
      FollowConversation followConversation, ConversationAccess access, Joins joins) {
    this.followConversation = followConversation;
    this.access = access;
    this.joins = joins;
  }

  void register(ChatEvents events) {
    events.onBlockingAnswer("join_conversation", this::join);
    events.onBlocking("leave_conversation", this::leave);
    // A socket is in its personal room from the start.
    events.on("join_personal_room", (socket, arguments) -> new Nothing());
  }

  private void join(SocketIoSocket socket, List<JsonNode> arguments, Ack ack) {
    EventPayload payload = EventPayload.of(arguments);
    ConversationId conversation = payload.conversationId();
    Optional<Sequence> after = payload.optionalSequence("afterSeq");
    boolean wasIn = socket.isIn(ChatRooms.conversation(conversation));
    try {
      if (after.isPresent()) {
        catchUp(new Join(conversation, socket, after.get()), wasIn, ack);
      } else {
        Followed followed =
            followConversation.follow(
                ChatSession.userOf(socket), conversation, after, () -> enter(socket, conversation));
        Answers.succeed(ack, new Joined(conversation.value(), followed.lastSequence().value()));
      }
    } catch (RuntimeException e) {
      if (!wasIn) {
        exit(socket, conversation); // who is refused hears nothing
      }
      throw e;
    }
  }

  /**
   * What happens while the answer is read reaches the socket afterwards, and not twice; from the
   * beginning, since the socket may be in the room already, or get there by its first message.
   */
  private void catchUp(Join join, boolean wasIn, Ack ack) {
    boolean answered = false;
    joins.add(join);
    try {
      CaughtUp answer =
          CaughtUp.from(
              followConversation.follow(
                  ChatSession.userOf(join.socket()),
                  join.conversation(),
                  Optional.of(join.after()),
                  () -> enter(join.socket(), join.conversation())),
              join.conversation());
      Answers.succeed(ack, answer);
      join.end(answer.told());
      answered = true;
    } finally {
      if (!answered) {
        if (!wasIn) {
          join.discard();
        }
        join.end(join.after().value());
        joins.remove(join);
      }
    }
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
    exit(socket, conversation);
    return ConversationReference.to(conversation);
  }

  private static void exit(SocketIoSocket socket, ConversationId conversation) {
    String room = ChatRooms.conversation(conversation);
    if (socket.isIn(room)) {
      socket.leave(room);
      socket.to(room).emit("user_left", Membership.left(ChatSession.userOf(socket)));
    }
  }
}
