package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.event.Payloads.CaughtUp;
import io.parley.adapter.websocket.event.Payloads.ConversationReference;
import io.parley.adapter.websocket.event.Payloads.Joined;
import io.parley.adapter.websocket.event.Payloads.Nothing;
import io.parley.adapter.websocket.socketio.Ack;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.application.conversation.FollowConversation;
import io.parley.application.conversation.FollowConversation.Followed;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.limit.LimitedAction;
import java.util.List;
import java.util.Optional;

/** {@code join_conversation}, {@code leave_conversation}, {@code join_personal_room}. */
final class ConversationEvents {
  private final FollowConversation followConversation;
  private final Joins joins;
  private final SocketLimits limits;
  private final Answers answers;

  ConversationEvents(
      FollowConversation followConversation, Joins joins, SocketLimits limits, Answers answers) {
    this.followConversation = followConversation;
    this.joins = joins;
    this.limits = limits;
    this.answers = answers;
  }

  void register(ChatEvents events) {
    events.onBlockingAnswer("join_conversation", LimitedAction.JOIN, this::join);
    events.onBlocking("leave_conversation", LimitedAction.JOIN, this::leave);
    // A socket is in its personal room from the start.
    events.on("join_personal_room", LimitedAction.OTHER, (socket, arguments) -> new Nothing());
  }

  private void join(SocketIoSocket socket, List<JsonNode> arguments, Ack ack) {
    EventPayload payload = EventPayload.of(arguments);
    ConversationId conversation = payload.conversationId();
    Optional<Sequence> after = payload.optionalSequence("afterSeq");
    SocketSeat seat = new SocketSeat(socket, conversation);
    if (!seat.isTaken() && socket.roomCount() > limits.roomsPerSocket()) { // one is its user's
      throw new ChatException(
          ErrorCode.TOO_MANY,
          "A socket can follow at most " + limits.roomsPerSocket() + " conversations");
    }
    if (after.isPresent()) {
      catchUp(new Join(conversation, socket, after.get()), seat, ack);
    } else {
      Followed followed =
          followConversation.follow(ChatSession.userOf(socket), conversation, after, seat);
      answers.succeed(ack, new Joined(conversation.value(), followed.lastSequence().value()));
    }
  }

  /**
   * What happens while the answer is read reaches the socket afterwards, and not twice; from the
   * beginning, since the socket may be in the room already, or get there by its first message. Who
   * is refused hears nothing.
   */
  private void catchUp(Join join, SocketSeat seat, Ack ack) {
    boolean wasTaken = seat.isTaken();
    boolean answered = false;
    joins.add(join);
    try {
      CaughtUp answer =
          CaughtUp.from(
              followConversation.follow(
                  ChatSession.userOf(join.socket()),
                  join.conversation(),
                  Optional.of(join.after()),
                  seat),
              join.conversation());
      boolean told = answers.succeed(ack, answer);
      join.end(told ? answer.told() : join.after().value());
      answered = true;
      answers.observer().caughtUp(answer.messages().size());
      if (join.isOverrun()) {
        answers.observer().joinOverrun();
      }
    } finally {
      if (!answered) {
        if (!wasTaken) {
          seat.leave();
          join.discard();
          joins.remove(join);
        }
        join.end(join.after().value());
      }
    }
  }

  private Object leave(SocketIoSocket socket, List<JsonNode> arguments) {
    ConversationId conversation = EventPayload.of(arguments).conversationId();
    followConversation.unfollow(
        ChatSession.userOf(socket), conversation, new SocketSeat(socket, conversation));
    return ConversationReference.to(conversation);
  }
}
