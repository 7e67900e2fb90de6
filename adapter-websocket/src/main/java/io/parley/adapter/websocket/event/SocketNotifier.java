package io.parley.adapter.websocket.event;

import io.parley.adapter.websocket.event.Payloads.MessageNotification;
import io.parley.adapter.websocket.event.Payloads.MessageReference;
import io.parley.adapter.websocket.event.Payloads.NewMessage;
import io.parley.adapter.websocket.event.Payloads.Typing;
import io.parley.adapter.websocket.socketio.BroadcastOperator;
import io.parley.adapter.websocket.socketio.Namespace;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.Message;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.presence.TypingSignal;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.UserId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends chat events to the sockets they concern; the table of server events in the contract, row by
 * row. Each event is encoded once, and only if somebody is there to get it.
 */
final class SocketNotifier implements ChatNotifier, ChatEvent.Visitor<Void> {
  private static final Logger log = LoggerFactory.getLogger(SocketNotifier.class);

  private final Namespace namespace;

  SocketNotifier(Namespace namespace) {
    this.namespace = namespace;
  }

  @Override
  public void publish(ChatEvent event) {
    try {
      event.accept(this);
    } catch (RuntimeException e) {
      log.error("an event was not delivered: {}", event.getClass().getSimpleName(), e);
    }
  }
}
