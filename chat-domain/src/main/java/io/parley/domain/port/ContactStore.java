package io.parley.domain.port;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.RequestList;
import io.parley.domain.contact.RequestStatus;
import io.parley.domain.contact.Standing;
import io.parley.domain.contact.Step;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.Set;

/**
 * Who has asked whom for contact, beside the conversations of {@link ConversationStore} and the
 * blocks of {@link BlockStore}. Thread-safe; every method blocks for a constant number of round
 * trips and throws {@link StoreUnavailableException} if the store does not answer. What changes
 * something between two users is one step: of those that come at the same time, on whatever node,
 * each finds what the one before has left.
 *
 * @since 0.1
 */
public interface ContactStore {
  /**
   * Asks for contact. A request that was rejected or cancelled is pending again: the same one, with
   * the new sender and message.
   *
   * @param sender is a user, and another one than {@code receiver}, who is one too
   * @throws ChatException as {@link Standing#requireMayAsk} says
   */
  Asked request(UserId sender, UserId receiver, Optional<RequestMessage> message);

  /**
   * Accepts a request, and with it begins the conversation of the two, without a message, unless
   * they have one.
   *
   * @throws ChatException as {@link Standing#requireMay} says for {@link Step#ACCEPT}
   */
  Accepted accept(ContactRequestId request, UserId user);

  /**
   * Rejects or cancels a request.
   *
   * @param step is not {@link Step#ACCEPT}
   * @throws ChatException as {@link Standing#requireMay} says
   */
  ContactRequest end(ContactRequestId request, UserId user, Step step);

  /**
   * The requests of a user, that which changed last first. What others whom he has blocked have
   * sent since is not among them.
   */
  Page<ContactRequest> list(UserId user, RequestList which, PageRequest request);

  /**
   * Those of some pairs that may write to each other: they have a conversation, as an accepted
   * request leaves it, and none has blocked the other. One round trip, whatever their number.
   */
  Set<Participants> open(Set<Participants> pairs);

  /**
   * A request that was sent.
   *
   * @param request is {@link RequestStatus#PENDING}
   * @param heard whether the receiver is to be told: not if he has blocked the sender
   */
  record Asked(ContactRequest request, boolean heard) {}

  /**
   * A request that was accepted.
   *
   * @param conversation that of the two
   */
  record Accepted(ContactRequest request, ConversationId conversation) {}
}
