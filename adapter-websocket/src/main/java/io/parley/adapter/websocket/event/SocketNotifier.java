package io.parley.adapter.websocket.event;

import io.parley.adapter.websocket.event.Payloads.Membership;
import io.parley.adapter.websocket.event.Payloads.MessageNotification;
import io.parley.adapter.websocket.event.Payloads.MessageReference;
import io.parley.adapter.websocket.event.Payloads.NewMessage;
import io.parley.adapter.websocket.event.Payloads.RequestAcceptedNotification;
import io.parley.adapter.websocket.event.Payloads.RequestReceived;
import io.parley.adapter.websocket.event.Payloads.RequestSent;
import io.parley.adapter.websocket.event.Payloads.ResyncRequired;
import io.parley.adapter.websocket.event.Payloads.Typing;
import io.parley.adapter.websocket.socketio.BroadcastOperator;
import io.parley.adapter.websocket.socketio.Namespace;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.Message;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.presence.FollowSignal;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.presence.TypingSignal;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends chat events to the sockets they concern; the table of server events in the contract, row by
 * row. Each event is encoded once, and only if somebody is there to get it.
 */
final class SocketNotifier implements ChatNotifier, ChatEvent.Visitor {
  private static final Logger log = LoggerFactory.getLogger(SocketNotifier.class);

  private final Namespace namespace;
  private final Joins joins;

  SocketNotifier(Namespace namespace, Joins joins) {
    this.namespace = namespace;
    this.joins = joins;
  }

  @Override
  public void publish(ChatEvent event) {
    try {
      event.accept(this);
    } catch (RuntimeException e) {
      conversationOf(event)
          .map(id -> log.atError().addKeyValue("conversationId", id.value()))
          .orElseGet(log::atError)
          .setCause(e)
          .log("an event was not delivered: {}", event.getClass().getSimpleName());
    }
  }

  private static Optional<ConversationId> conversationOf(ChatEvent event) {
    if (event instanceof ChatEvent.MessageSent sent) {
      return Optional.of(sent.message().conversation());
    } else if (event instanceof ChatEvent.MessageDeleted deleted) {
      return Optional.of(deleted.message().conversation());
    } else if (event instanceof ChatEvent.MessageRestored restored) {
      return Optional.of(restored.message().conversation());
    } else if (event instanceof ChatEvent.MessagesRead read) {
      return Optional.of(read.receipt().conversation());
    } else if (event instanceof ChatEvent.ConversationUpdated updated) {
      return Optional.of(updated.state().id());
    } else if (event instanceof ChatEvent.DeliveryBroken broken) {
      return Optional.of(broken.conversation());
    } else {
      return Optional.empty();
    }
  }

  @Override
  public void messageSent(ChatEvent.MessageSent event) {
    Message message = event.message();
    String conversation = ChatRooms.conversation(message.conversation());
    String receiver = ChatRooms.user(message.receiver().id());
    // first: who joins in between is told twice, and not never
    emit(
        ServerEvent.MESSAGE_NOTIFICATION,
        namespace.to(receiver).except(conversation),
        () -> MessageNotification.from(message));
    emitIn(
        message.conversation(),
        ServerEvent.NEW_MESSAGE,
        namespace.to(conversation),
        () -> NewMessage.from(message));
  }

  @Override
  public void messageDeleted(ChatEvent.MessageDeleted event) {
    toRoom(ServerEvent.MESSAGE_DELETED, event.message());
  }

  @Override
  public void messageRestored(ChatEvent.MessageRestored event) {
    toRoom(ServerEvent.MESSAGE_RESTORED, event.message());
  }

  private void toRoom(ServerEvent event, Message message) {
    String room = ChatRooms.conversation(message.conversation());
    emitIn(message.conversation(), event, namespace.to(room), () -> MessageReference.from(message));
  }

  @Override
  public void messagesRead(ChatEvent.MessagesRead event) {
    ReadReceipt receipt = event.receipt();
    String room = ChatRooms.conversation(receipt.conversation());
    emitIn(
        receipt.conversation(),
        ServerEvent.MESSAGES_READ,
        namespace.to(room, ChatRooms.user(receipt.author())),
        () -> Payloads.MessagesRead.from(receipt));
  }

  @Override
  public void conversationUpdated(ChatEvent.ConversationUpdated event) {
    ConversationState state = event.state();
    tellUpdated(state, state.participants().first());
    tellUpdated(state, state.participants().second());
  }

  private void tellUpdated(ConversationState state, UserId viewer) {
    emit(
        ServerEvent.CONVERSATION_UPDATED,
        namespace.to(ChatRooms.user(viewer)),
        () -> Payloads.ConversationUpdated.from(state, viewer));
  }

  @Override
  public void deliveryBroken(ChatEvent.DeliveryBroken event) {
    emit(
        ServerEvent.RESYNC_REQUIRED,
        namespace.to(
            ChatRooms.conversation(event.conversation()),
            ChatRooms.user(event.participants().first()),
            ChatRooms.user(event.participants().second())),
        () -> new ResyncRequired(event.conversation().value(), event.delivered().value()));
  }

  @Override
  public void followingChanged(ChatEvent.FollowingChanged event) {
    FollowSignal signal = event.signal();
    emit(
        signal.following() ? ServerEvent.USER_JOINED : ServerEvent.USER_LEFT,
        othersIn(signal.conversation(), signal.origin()),
        () ->
            signal.following() ? Membership.joined(signal.user()) : Membership.left(signal.user()));
  }

  @Override
  public void typingChanged(ChatEvent.TypingChanged event) {
    TypingSignal signal = event.signal();
    emit(
        signal.typing() ? ServerEvent.USER_TYPING : ServerEvent.USER_STOPPED_TYPING,
        othersIn(signal.conversation(), signal.origin()),
        () -> new Typing(signal.user().value(), signal.conversation().value()));
  }

  private BroadcastOperator othersIn(ConversationId conversation, ConnectionId origin) {
    BroadcastOperator all = namespace.to(ChatRooms.conversation(conversation));
    SocketIoSocket own = namespace.socket(origin.text());
    return own == null ? all : all.except(own);
  }

  @Override
  public void presenceChanged(ChatEvent.PresenceChanged event) {
    PresenceChange change = event.change();
    String[] audience = change.audience().stream().map(ChatRooms::user).toArray(String[]::new);
    if (audience.length > 0) {
      emit(
          change.online() ? ServerEvent.USER_ONLINE : ServerEvent.USER_OFFLINE,
          namespace.to(audience),
          () -> new Payloads.PresenceChanged(change.user().value(), WireTime.of(change.at())));
    }
  }

  @Override
  public void contactRequestSent(ChatEvent.ContactRequestSent event) {
    emit(
        ServerEvent.CHAT_REQUEST_SENT,
        namespace.to(ChatRooms.user(event.request().sender().id())),
        () -> RequestSent.from(event.request()));
  }

  @Override
  public void contactRequestReceived(ChatEvent.ContactRequestReceived event) {
    emit(
        ServerEvent.CHAT_REQUEST_RECEIVED,
        namespace.to(ChatRooms.user(event.request().receiver().id())),
        () -> RequestReceived.from(event.request()));
  }

  @Override
  public void contactRequestAccepted(ChatEvent.ContactRequestAccepted event) {
    emit(
        ServerEvent.CHAT_REQUEST_ACCEPTED_NOTIFICATION,
        namespace.to(ChatRooms.user(event.request().sender().id())),
        () -> RequestAcceptedNotification.from(event.request(), event.conversation()));
  }

  /** As {@link #emit}, but it waits for those who are reading what they have missed. */
  private void emitIn(
      ConversationId conversation,
      ServerEvent event,
      BroadcastOperator target,
      Supplier<?> payload) {
    if (target.hasAudience()) {
      Object announced = payload.get();
      target
          .unless(socket -> joins.take(conversation, socket, event, announced))
          .emit(event.wireName(), announced);
      joins.announced(conversation, announced);
    }
  }

  private static void emit(ServerEvent event, BroadcastOperator target, Supplier<?> payload) {
    if (target.hasAudience()) {
      target.emit(event.wireName(), payload.get());
    }
  }
}
