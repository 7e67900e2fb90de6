package io.parley.application.cluster;

import io.parley.domain.conversation.Participants;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Says whom an event concerns, beyond this node: nobody else may learn of it. */
final class Addressees implements ChatEvent.Visitor {
  private final BiConsumer<Set<UserId>, Optional<Participants>> route;

  /**
   * @param route gets the users, and the pair if the event is about a conversation's content, which
   *     is in the store; is not called for events that concern nobody elsewhere
   */
  Addressees(BiConsumer<Set<UserId>, Optional<Participants>> route) {
    this.route = route;
  }

  @Override
  public void messageSent(ChatEvent.MessageSent event) {
    stored(event.message().participants());
  }

  @Override
  public void messageDeleted(ChatEvent.MessageDeleted event) {
    stored(event.message().participants());
  }

  @Override
  public void messageRestored(ChatEvent.MessageRestored event) {
    stored(event.message().participants());
  }

  @Override
  public void messagesRead(ChatEvent.MessagesRead event) {
    stored(event.receipt().participants());
  }

  @Override
  public void conversationUpdated(ChatEvent.ConversationUpdated event) {
    stored(event.state().participants());
  }

  @Override
  public void deliveryBroken(ChatEvent.DeliveryBroken event) {
    // what this node could not deliver, others could
  }

  @Override
  public void followingChanged(ChatEvent.FollowingChanged event) {
    route.accept(event.participants().both(), Optional.empty());
  }

  @Override
  public void typingChanged(ChatEvent.TypingChanged event) {
    route.accept(event.participants().both(), Optional.empty());
  }

  @Override
  public void presenceChanged(ChatEvent.PresenceChanged event) {
    route.accept(event.change().audience(), Optional.empty());
  }

  @Override
  public void contactRequestSent(ChatEvent.ContactRequestSent event) {
    route.accept(Set.of(event.request().sender().id()), Optional.empty());
  }

  @Override
  public void contactRequestReceived(ChatEvent.ContactRequestReceived event) {
    route.accept(Set.of(event.request().receiver().id()), Optional.empty());
  }

  @Override
  public void contactRequestAccepted(ChatEvent.ContactRequestAccepted event) {
    route.accept(Set.of(event.request().sender().id()), Optional.empty());
  }

  private void stored(Participants pair) {
    route.accept(pair.both(), Optional.of(pair));
  }
}
