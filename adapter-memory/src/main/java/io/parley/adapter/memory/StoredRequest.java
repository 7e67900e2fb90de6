package io.parley.adapter.memory;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.RequestStatus;
import io.parley.domain.contact.Standing.AskedContact;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A contact request as it was at one moment.
 *
 * @param change counts the changes of all requests: tells which of two changed last
 */
record StoredRequest(
    ContactRequestId id,
    UserId sender,
    UserId receiver,
    RequestStatus status,
    Optional<RequestMessage> message,
    Instant createdAt,
    Instant updatedAt,
    long change) {

  StoredRequest with(RequestStatus other, Instant at, long number) {
    return new StoredRequest(id, sender, receiver, other, message, createdAt, at, number);
  }

  boolean isPending() {
    return status == RequestStatus.PENDING;
  }

  AskedContact asked() {
    return new AskedContact(id, sender, receiver, status);
  }

  ContactRequest withUsers(Map<UserId, User> users) {
    return new ContactRequest(
        id,
        User.in(users, sender),
        User.in(users, receiver),
        status,
        message,
        createdAt,
        updatedAt);
  }
}
