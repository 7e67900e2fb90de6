package io.parley.application.contact;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.Step;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.event.ChatEvent.ContactRequestReceived;
import io.parley.domain.event.ChatEvent.ContactRequestSent;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ContactStore;
import io.parley.domain.port.ContactStore.Asked;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.Set;

/**
 * Asks another user for contact, and takes that back. Blocks.
 *
 * @since 0.1
 */
public final class RequestContact {
  private final ContactStore contacts;
  private final UserDirectory users;
  private final ChatNotifier notifier;

  public RequestContact(ContactStore contacts, UserDirectory users, ChatNotifier notifier) {
    this.contacts = contacts;
    this.users = users;
    this.notifier = notifier;
  }

  /**
   * Sends a request and tells both users; a receiver who has blocked the sender is not told.
   *
   * @throws ChatException {@link ErrorCode#SENDER_NOT_FOUND} or {@link
   *     ErrorCode#RECEIVER_NOT_FOUND} if one of them is no user; {@link ErrorCode#INVALID_REQUEST}
   *     if they are the same; else as {@link ContactStore#request} says
   */
  public ContactRequest send(UserId sender, UserId receiver, Optional<RequestMessage> message) {
    if (sender.equals(receiver)) {
      throw ContactRequest.toSelf();
    }
    User.requireBoth(users.find(Set.of(sender, receiver)).keySet(), sender, receiver);
    Asked asked = contacts.request(sender, receiver, message);
    notifier.publish(new ContactRequestSent(asked.request()));
    if (asked.heard()) {
      notifier.publish(new ContactRequestReceived(asked.request()));
    }
    return asked.request();
  }

  /**
   * Takes a request back that is not answered; nobody is told.
   *
   * @throws ChatException as {@link ContactStore#end} says
   */
  public ContactRequest cancel(UserId sender, ContactRequestId request) {
    return contacts.end(request, sender, Step.CANCEL);
  }
}
