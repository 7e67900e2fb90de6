package io.parley.domain.event;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.presence.FollowSignal;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.presence.TypingSignal;
import io.parley.domain.receipt.ReadReceipt;

/**
 * Something that happened and that participants are told; durable facts only after the commit.
 *
 * @since 0.1
 */
public sealed interface ChatEvent {
  void accept(Visitor visitor);

  /** A message was stored. */
  record MessageSent(Message message) implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.messageSent(this);
    }
  }

  /** A message was soft-deleted by its author. */
  record MessageDeleted(Message message) implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.messageDeleted(this);
    }
  }

  /** The author took a soft delete back. */
  record MessageRestored(Message message) implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.messageRestored(this);
    }
  }

  /** A participant's read position moved forward. */
  record MessagesRead(ReadReceipt receipt) implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.messagesRead(this);
    }
  }

  /** A conversation's last message or unread counts changed. */
  record ConversationUpdated(ConversationState state) implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.conversationUpdated(this);
    }
  }

  /**
   * Messages after a position could not be delivered in time; whoever follows the conversation has
   * to read it from there.
   */
  record DeliveryBroken(ConversationId conversation, Participants participants, Sequence delivered)
      implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.deliveryBroken(this);
    }
  }

  /** A participant opened or closed a conversation. */
  record FollowingChanged(FollowSignal signal, Participants participants) implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.followingChanged(this);
    }
  }

  /** A participant began or stopped to type. */
  record TypingChanged(TypingSignal signal, Participants participants) implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.typingChanged(this);
    }
  }

  /** A user came online or went offline. */
  record PresenceChanged(PresenceChange change) implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.presenceChanged(this);
    }
  }

  /** A user has asked another for contact; for himself alone. */
  record ContactRequestSent(ContactRequest request) implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.contactRequestSent(this);
    }
  }

  /** A user was asked for contact; for himself alone. */
  record ContactRequestReceived(ContactRequest request) implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.contactRequestReceived(this);
    }
  }

  /** The receiver has accepted a contact request; for its sender alone. */
  record ContactRequestAccepted(ContactRequest request, ConversationId conversation)
      implements ChatEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.contactRequestAccepted(this);
    }
  }

  /** One method for each event: a new event does not compile until every adapter handles it. */
  interface Visitor {
    void messageSent(MessageSent event);

    void messageDeleted(MessageDeleted event);

    void messageRestored(MessageRestored event);

    void messagesRead(MessagesRead event);

    void conversationUpdated(ConversationUpdated event);

    void deliveryBroken(DeliveryBroken event);

    void followingChanged(FollowingChanged event);

    void typingChanged(TypingChanged event);

    void presenceChanged(PresenceChanged event);

    void contactRequestSent(ContactRequestSent event);

    void contactRequestReceived(ContactRequestReceived event);

    void contactRequestAccepted(ContactRequestAccepted event);
  }
}
