package io.parley.domain.event;

import io.parley.domain.conversation.ConversationState;
import io.parley.domain.message.Message;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.presence.TypingSignal;
import io.parley.domain.receipt.ReadReceipt;

/** Something that happened and that participants are told; durable facts only after the commit. */
public sealed interface ChatEvent {
  <R> R accept(Visitor<R> visitor);

  /** A message was stored. */
  record MessageSent(Message message) implements ChatEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.messageSent(this);
    }
  }

  /** A message was soft-deleted by its author. */
  record MessageDeleted(Message message) implements ChatEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.messageDeleted(this);
    }
  }

  /** The author took a soft delete back. */
  record MessageRestored(Message message) implements ChatEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.messageRestored(this);
    }
  }

  /** A participant's read position moved forward. */
  record MessagesRead(ReadReceipt receipt) implements ChatEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.messagesRead(this);
    }
  }

  /** A conversation's last message or unread counts changed. */
  record ConversationUpdated(ConversationState state) implements ChatEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.conversationUpdated(this);
    }
  }

  /** A participant began or stopped to type. */
  record TypingChanged(TypingSignal signal) implements ChatEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.typingChanged(this);
    }
  }

  /** A user came online or went offline. */
  record PresenceChanged(PresenceChange change) implements ChatEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.presenceChanged(this);
    }
  }

  /** One method for each event: a new event does not compile until every adapter handles it. */
  interface Visitor<R> {
    R messageSent(MessageSent event);

    R messageDeleted(MessageDeleted event);

    R messageRestored(MessageRestored event);

    R messagesRead(MessagesRead event);

    R conversationUpdated(ConversationUpdated event);

    R typingChanged(TypingChanged event);

    R presenceChanged(PresenceChanged event);
  }
}
