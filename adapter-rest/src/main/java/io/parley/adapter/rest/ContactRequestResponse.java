package io.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.RequestStatus;
import io.parley.domain.user.User;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code ChatRequest} on the wire; times as {@link WireTime} writes them.
 *
 * @param deletedAt when it was cancelled
 * @param sender left out where it is the caller anyway
 * @param receiver as {@code sender}
 */
record ContactRequestResponse(
    long id,
    @JsonProperty("sender_id") long senderId,
    @JsonProperty("receiver_id") long receiverId,
    String status,
    @Nullable String message,
    @Nullable String deletedAt,
    String createdAt,
    String updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UserResponse sender,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UserResponse receiver) {

  static ContactRequestResponse withBoth(ContactRequest request) {
    return from(request, Optional.of(request.sender()), Optional.of(request.receiver()));
  }

  static ContactRequestResponse withSender(ContactRequest request) {
    return from(request, Optional.of(request.sender()), Optional.empty());
  }

  static ContactRequestResponse withReceiver(ContactRequest request) {
    return from(request, Optional.empty(), Optional.of(request.receiver()));
  }

  private static ContactRequestResponse from(
      ContactRequest request, Optional<User> sender, Optional<User> receiver) {
    boolean isCancelled = request.status() == RequestStatus.CANCELLED;
    return new ContactRequestResponse(
        request.id().value(),
        request.sender().id().value(),
        request.receiver().id().value(),
        request.status().wireName(),
        request.message().map(message -> message.text()).orElse(null),
        isCancelled ? WireTime.text(request.updatedAt()) : null,
        WireTime.text(request.createdAt()),
        WireTime.text(request.updatedAt()),
        sender.map(UserResponse::from).orElse(null),
        receiver.map(UserResponse::from).orElse(null));
  }
}
