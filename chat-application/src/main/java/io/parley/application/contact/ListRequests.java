package io.parley.application.contact;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.RequestList;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ContactStore;
import io.parley.domain.user.UserId;

/**
 * Lists a user's contact requests, that which changed last first. Blocks.
 *
 * @since 0.1
 */
public final class ListRequests {
  private final ContactStore contacts;

  public ListRequests(ContactStore contacts) {
    this.contacts = contacts;
  }

  public Page<ContactRequest> list(UserId user, RequestList which, PageRequest request) {
    return contacts.list(user, which, request);
  }
}
