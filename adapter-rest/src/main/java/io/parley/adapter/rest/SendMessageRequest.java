package io.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.AttachmentUrl;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /send}.
 *
 * @param receiverId a positive number, or a string of digits
 * @param content a string, see {@link MessageContent}
 * @param attachmentUrl a string, see {@link AttachmentUrl}; empty or null for none
 * @param clientMessageId a string, see {@link ClientMessageId}; null for none
 */
record SendMessageRequest(
    @Nullable JsonNode receiverId,
    @Nullable JsonNode content,
    @Nullable JsonNode attachmentUrl,
    @Nullable JsonNode clientMessageId) {

  /**
   * @throws ChatException {@link ErrorCode#INVALID_REQUEST} or {@link ErrorCode#MESSAGE_TO_SELF}
   */
  MessageDraft toDraft(UserId sender) {
    if (isMissing(receiverId) || isMissing(content)) {
      throw incomplete();
    }
    UserId receiver =
        JsonField.wholeNumber("receiverId", receiverId, 1)
            .map(UserId::new)
            .orElseThrow(SendMessageRequest::incomplete);
    MessageContent text =
        JsonField.text("content", content)
            .map(MessageContent::new)
            .orElseThrow(SendMessageRequest::incomplete);
    return new MessageDraft(
        sender,
        receiver,
        Optional.empty(),
        text,
        JsonField.text("attachmentUrl", attachmentUrl)
            .filter(url -> !url.isEmpty())
            .map(AttachmentUrl::new),
        JsonField.text("clientMessageId", clientMessageId).map(ClientMessageId::new));
  }

  /** The refusal of a body in which the receiver or the content is missing, null or empty. */
  static ChatException incomplete() {
    return new ChatException(
        ErrorCode.INVALID_REQUEST, "Receiver ID and message content are required");
  }

  private static boolean isMissing(@Nullable JsonNode value) {
    return value == null || value.isNull() || (value.isTextual() && value.textValue().isEmpty());
  }
}
