package io.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.domain.message.AttachmentUrl;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.Message;
import org.jspecify.annotations.Nullable;

/** {@code Message} on the wire; times as {@link WireTime} writes them. */
record MessageResponse(
    long id,
    @JsonProperty("sender_id") long senderId,
    @JsonProperty("receiver_id") long receiverId,
    @JsonProperty("conversation_id") long conversationId,
    String content,
    @JsonProperty("attachment_url") @Nullable String attachmentUrl,
    @JsonProperty("is_read") boolean read,
    @JsonProperty("read_at") @Nullable String readAt,
    @Nullable String deletedAt,
    String createdAt,
    String updatedAt,
    UserResponse sender,
    UserResponse receiver,
    long seq,
    @JsonProperty("client_message_id") @Nullable String clientMessageId) {

  static MessageResponse from(Message message) {
    return new MessageResponse(
        message.id().value(),
        message.sender().id().value(),
        message.receiver().id().value(),
        message.conversation().value(),
        message.content().text(),
        message.attachment().map(AttachmentUrl::text).orElse(null),
        message.isRead(),
        WireTime.text(message.readAt()),
        WireTime.text(message.deletedAt()),
        WireTime.text(message.createdAt()),
        WireTime.text(message.updatedAt()),
        UserResponse.from(message.sender()),
        UserResponse.from(message.receiver()),
        message.sequence().value(),
        message.clientMessageId().map(ClientMessageId::text).orElse(null));
  }
}
