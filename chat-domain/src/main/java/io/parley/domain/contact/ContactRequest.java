package io.parley.domain.contact;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * One user's wish to write to another. Two users have one request at most, whoever has asked last.
 *
 * @param createdAt when it was sent for the first time
 * @param updatedAt when it was sent, answered or cancelled last
 * @since 0.1
 */
public record ContactRequest(
    ContactRequestId id,
    User sender,
    User receiver,
    RequestStatus status,
    Optional<RequestMessage> message,
    Instant createdAt,
    Instant updatedAt) {

  /** The refusal for a request that does not exist, or is not between the caller and somebody. */
  public static ChatException notFound() {
    return new ChatException(ErrorCode.REQUEST_NOT_FOUND, "Chat request not found");
  }

  /** The refusal for whoever asks himself. */
  public static ChatException toSelf() {
    return new ChatException(ErrorCode.INVALID_REQUEST, "Cannot send chat request to yourself");
  }

  public boolean isAbout(UserId user) {
    return sender.id().equals(user) || receiver.id().equals(user);
  }
}
