package io.parley.application.contact;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.Step;
import io.parley.domain.error.ChatException;
import io.parley.domain.event.ChatEvent.ContactRequestAccepted;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ContactStore;
import io.parley.domain.port.ContactStore.Accepted;
import io.parley.domain.user.UserId;

/**
 * Accepts or rejects what others have asked. Blocks.
 *
 * @since 0.1
 */
public final class AnswerRequest {
  private final ContactStore contacts;
  private final ChatNotifier notifier;

  public AnswerRequest(ContactStore contacts, ChatNotifier notifier) {
    this.contacts = contacts;
    this.notifier = notifier;
  }

  /**
   * Accepts: from now on the two may write to each other. The one who has asked is told.
   *
   * @throws ChatException as {@link ContactStore#accept} says
   */
  public Accepted accept(UserId receiver, ContactRequestId request) {
    Accepted accepted = contacts.accept(request, receiver);
    notifier.publish(new ContactRequestAccepted(accepted.request(), accepted.conversation()));
    return accepted;
  }

  /**
   * Rejects; nobody is told.
   *
   * @throws ChatException as {@link ContactStore#end} says
   */
  public ContactRequest reject(UserId receiver, ContactRequestId request) {
    return contacts.end(request, receiver, Step.REJECT);
  }
}
