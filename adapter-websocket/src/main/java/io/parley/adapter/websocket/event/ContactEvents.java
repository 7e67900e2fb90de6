package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.event.Payloads.RequestAccepted;
import io.parley.adapter.websocket.event.Payloads.RequestReference;
import io.parley.adapter.websocket.event.Payloads.RequestSent;
import io.parley.adapter.websocket.event.Payloads.UserReference;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.application.contact.AnswerRequest;
import io.parley.application.contact.BlockUser;
import io.parley.application.contact.Contacts;
import io.parley.application.contact.RequestContact;
import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code send_chat_request}, {@code accept_chat_request}, {@code reject_chat_request}, {@code
 * block_user}, {@code unblock_user}.
 */
final class ContactEvents {
  /** The names of the events that are only there with contact requests. */
  static final Set<String> NAMES =
      Set.of(
          "send_chat_request",
          "accept_chat_request",
          "reject_chat_request",
          "block_user",
          "unblock_user");

  private final RequestContact requestContact;
  private final AnswerRequest answerRequest;
  private final BlockUser blockUser;

  ContactEvents(Contacts contacts) {
    this.requestContact = contacts.requestContact();
    this.answerRequest = contacts.answerRequest();
    this.blockUser = contacts.blockUser();
  }

  void register(ChatEvents events) {
    events.onBlocking("send_chat_request", LimitedAction.CONTACT, this::send);
    events.onBlocking("accept_chat_request", LimitedAction.OTHER, this::accept);
    events.onBlocking("reject_chat_request", LimitedAction.OTHER, this::reject);
    events.onBlocking("block_user", LimitedAction.OTHER, this::block);
    events.onBlocking("unblock_user", LimitedAction.OTHER, this::unblock);
  }

  /** The event {@code chat_request_sent} comes with the announcement. */
  private Object send(SocketIoSocket socket, List<JsonNode> arguments) {
    EventPayload payload = EventPayload.of(arguments);
    UserId receiver =
        payload
            .optionalUserId("receiverId")
            .orElseThrow(
                () -> new ChatException(ErrorCode.INVALID_REQUEST, "Receiver ID is required"));
    Optional<RequestMessage> message =
        payload.optionalText("message").filter(text -> !text.isEmpty()).map(RequestMessage::new);
    return RequestSent.from(requestContact.send(ChatSession.userOf(socket), receiver, message));
  }

  private Object accept(SocketIoSocket socket, List<JsonNode> arguments) {
    ContactRequestId request = EventPayload.of(arguments).contactRequestId();
    RequestAccepted accepted =
        RequestAccepted.from(answerRequest.accept(ChatSession.userOf(socket), request));
    socket.emit(ServerEvent.CHAT_REQUEST_ACCEPTED.wireName(), accepted);
    return accepted;
  }

  private Object reject(SocketIoSocket socket, List<JsonNode> arguments) {
    ContactRequestId request = EventPayload.of(arguments).contactRequestId();
    ContactRequest unused = answerRequest.reject(ChatSession.userOf(socket), request);
    RequestReference rejected = RequestReference.to(request);
    socket.emit(ServerEvent.CHAT_REQUEST_REJECTED.wireName(), rejected);
    return rejected;
  }

  private Object block(SocketIoSocket socket, List<JsonNode> arguments) {
    UserId other = EventPayload.of(arguments).userId();
    blockUser.block(ChatSession.userOf(socket), other);
    return UserReference.to(other);
  }

  private Object unblock(SocketIoSocket socket, List<JsonNode> arguments) {
    UserId other = EventPayload.of(arguments).userId();
    blockUser.unblock(ChatSession.userOf(socket), other);
    return UserReference.to(other);
  }
}
