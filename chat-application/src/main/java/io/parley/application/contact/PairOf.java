package io.parley.application.contact;

import io.parley.domain.conversation.Participants;
import io.parley.domain.event.ChatEvent;
import java.util.Optional;

/** Finds the two users whose conversation an event is about, if it is about one. */
final class PairOf implements ChatEvent.Visitor {
  private Optional<Participants> pair = Optional.empty();

  /** Of the event that was visited. */
  Optional<Participants> pair() {
    return pair;
  }

  private void of(Participants two) {
    pair = Optional.of(two);
  }

  @Override
  public void messageSent(ChatEvent.MessageSent event) {
    of(event.message().participants());
  }

  @Override
  public void messageDeleted(ChatEvent.MessageDeleted event) {
    of(event.message().participants());
  }

  @Override
  public void messageRestored(ChatEvent.MessageRestored event) {
    of(event.message().participants());
  }

  @Override
  public void messagesRead(ChatEvent.MessagesRead event) {
    of(event.receipt().participants());
  }

  @Override
  public void conversationUpdated(ChatEvent.ConversationUpdated event) {
    of(event.state().participants());
  }

  @Override
  public void deliveryBroken(ChatEvent.DeliveryBroken event) {
    of(event.participants());
  }

  @Override
  public void followingChanged(ChatEvent.FollowingChanged event) {
    of(event.participants());
  }

  @Override
  public void typingChanged(ChatEvent.TypingChanged event) {
    of(event.participants());
  }

  @Override
  public void presenceChanged(ChatEvent.PresenceChanged event) {
    // is about one, and whoever is told was asked about before
  }

  @Override
  public void contactRequestSent(ChatEvent.ContactRequestSent event) {
    // for its sender
  }

  @Override
  public void contactRequestReceived(ChatEvent.ContactRequestReceived event) {
    // the store has said whether he hears of it
  }

  @Override
  public void contactRequestAccepted(ChatEvent.ContactRequestAccepted event) {
    // as above
  }
}
