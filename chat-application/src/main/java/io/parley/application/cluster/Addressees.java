package io.parley.application.cluster;

import io.parley.domain.conversation.Participants;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.MessageId;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Says whom an event concerns, beyond this node: nobody else may learn of it. And what they are to
 * be told if it is too large for the bus.
 */
final class Addressees implements ChatEvent.Visitor {
  private final BiConsumer<Set<UserId>, Consumer<FrameWriter>> route;

  /**
   * @param route gets the users, and what writes a hint at what is in the store, or nothing if the
   *     event is not worth more; is not called for events that concern nobody elsewhere
   */
  Addressees(BiConsumer<Set<UserId>, Consumer<FrameWriter>> route) {
    this.route = route;
  }

  @Override
  public void messageSent(ChatEvent.MessageSent event) {
    Participants pair = event.message().participants();
    route.accept(pair.both(), instead -> instead.look(pair));
  }

  @Override
  public void messageDeleted(ChatEvent.MessageDeleted event) {
    changed(event.message().participants(), Optional.of(event.message().id()));
  }

  @Override
  public void messageRestored(ChatEvent.MessageRestored event) {
    changed(event.message().participants(), Optional.of(event.message().id()));
  }

  @Override
  public void messagesRead(ChatEvent.MessagesRead event) {
    changed(event.receipt().participants(), Optional.empty());
  }

  @Override
  public void conversationUpdated(ChatEvent.ConversationUpdated event) {
    changed(event.state().participants(), Optional.empty());
  }

  @Override
  public void deliveryBroken(ChatEvent.DeliveryBroken event) {
    // what this node could not deliver, others could
  }

  @Override
  public void followingChanged(ChatEvent.FollowingChanged event) {
    route.accept(event.participants().both(), Addressees::nothing);
  }

  @Override
  public void typingChanged(ChatEvent.TypingChanged event) {
    route.accept(event.participants().both(), Addressees::nothing);
  }

  @Override
  public void presenceChanged(ChatEvent.PresenceChanged event) {
    route.accept(event.change().audience(), Addressees::nothing);
  }

  @Override
  public void contactRequestSent(ChatEvent.ContactRequestSent event) {
    route.accept(Set.of(event.request().sender().id()), Addressees::nothing);
  }

  @Override
  public void contactRequestReceived(ChatEvent.ContactRequestReceived event) {
    route.accept(Set.of(event.request().receiver().id()), Addressees::nothing);
  }

  @Override
  public void contactRequestAccepted(ChatEvent.ContactRequestAccepted event) {
    route.accept(Set.of(event.request().sender().id()), Addressees::nothing);
  }

  private void changed(Participants pair, Optional<MessageId> message) {
    route.accept(pair.both(), instead -> instead.changed(pair, message));
  }

  private static void nothing(FrameWriter instead) {}
}
