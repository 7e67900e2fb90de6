package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.event.Payloads.NewMessage;
import io.parley.adapter.websocket.socketio.Ack;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.application.message.SendMessage;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.message.AttachmentUrl;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code send_message}. */
final class MessageEvents {
  private static final String SEND = "send_message";

  private final SendMessage sendMessage;
  private final SocketLimits limits;
  private final Answers answers;

  MessageEvents(SendMessage sendMessage, SocketLimits limits, Answers answers) {
    this.sendMessage = sendMessage;
    this.limits = limits;
    this.answers = answers;
  }

  void register(ChatEvents events) {
    events.onLater(SEND, LimitedAction.SEND, this::send);
  }

  /** A socket that sends faster than messages can be stored is read from when they are. */
  private @Nullable CompletionStage<?> send(
      SocketIoSocket socket, List<JsonNode> arguments, Ack ack) {
    long since = System.nanoTime();
    ChatSession session = ChatSession.of(socket);
    MessageDraft draft = draft(session.user(), EventPayload.of(arguments));
    CompletionStage<?> next = session.sends().begin(limits.sendsInFlight());
    sendMessage
        .send(draft, appended -> stored(socket, appended, ack, since))
        .whenComplete(
            (appended, failure) -> {
              try {
                if (failure != null) {
                  answers.fail(socket, SEND, ack, failure);
                  answers.answered(SEND, since);
                }
              } finally {
                session.sends().end(); // and the next event begins, maybe on this thread
              }
            });
    return next;
  }

  /** Before the announcement, so that the sender sees his first message like any other. */
  private void stored(SocketIoSocket socket, Appended appended, Ack ack, long since) {
    Message message = appended.message();
    if (message.sequence().value() == 1 && socket.roomCount() <= limits.roomsPerSocket()) {
      socket.join(ChatRooms.conversation(message.conversation()));
    }
    if (ack.isRequested()) {
      answers.succeed(ack, NewMessage.from(message));
    }
    answers.answered(SEND, since);
  }

  private static MessageDraft draft(UserId sender, EventPayload payload) {
    Optional<UserId> receiver = payload.optionalUserId("receiverId");
    Optional<String> content = payload.optionalText("content").filter(text -> !text.isEmpty());
    if (receiver.isEmpty() || content.isEmpty()) {
      throw new ChatException(
          ErrorCode.INVALID_REQUEST, "Receiver ID and message content are required");
    }
    return new MessageDraft(
        sender,
        receiver.get(),
        payload.optionalConversationId(),
        new MessageContent(content.get()),
        payload.optionalText("attachmentUrl").filter(url -> !url.isEmpty()).map(AttachmentUrl::new),
        payload.optionalText("clientMessageId").map(ClientMessageId::new));
  }
}
