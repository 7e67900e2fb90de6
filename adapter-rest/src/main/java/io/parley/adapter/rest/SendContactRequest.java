package io.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.user.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /request/send}.
 *
 * @param receiverId a positive number, or a string of digits
 * @param message a string, see {@link RequestMessage}; empty or null for none
 */
record SendContactRequest(@Nullable JsonNode receiverId, @Nullable JsonNode message) {
  /**
   * @throws ChatException {@link ErrorCode#INVALID_REQUEST} if it is missing, null or empty, or no
   *     id
   */
  UserId toReceiver() {
    boolean isEmpty =
        receiverId != null && receiverId.isTextual() && receiverId.textValue().isEmpty();
    return JsonField.wholeNumber("receiverId", isEmpty ? null : receiverId, 1)
        .map(UserId::new)
        .orElseThrow(SendContactRequest::withoutReceiver);
  }

  /**
   * @throws InvalidValueException if it is no such string
   */
  Optional<RequestMessage> toMessage() {
    return JsonField.text("message", message)
        .filter(text -> !text.isEmpty())
        .map(RequestMessage::new);
  }

  /** The refusal of a body that does not say who is asked. */
  static ChatException withoutReceiver() {
    return new ChatException(ErrorCode.INVALID_REQUEST, "Receiver ID is required");
  }
}
