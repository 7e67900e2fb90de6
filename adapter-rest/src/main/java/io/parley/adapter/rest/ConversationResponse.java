package io.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.InboxEntry;
import org.jspecify.annotations.Nullable;

/** {@code Conversation} on the wire; times as {@link WireTime} writes them. */
record ConversationResponse(
    long id,
    @JsonProperty("participant_1_id") long participant1Id,
    @JsonProperty("participant_2_id") long participant2Id,
    @JsonProperty("last_message") @Nullable String lastMessage,
    @JsonProperty("last_message_at") @Nullable String lastMessageAt,
    @Nullable String deletedAt,
    String createdAt,
    String updatedAt,
    UserResponse participant1,
    UserResponse participant2,
    @JsonProperty("unread_count") long unreadCount,
    @JsonProperty("last_seq") long lastSeq) {

  static ConversationResponse from(InboxEntry entry) {
    Conversation conversation = entry.conversation();
    return new ConversationResponse(
        conversation.id().value(),
        conversation.first().id().value(),
        conversation.second().id().value(),
        conversation.lastMessage().orElse(null),
        WireTime.text(conversation.lastMessageAt()),
        WireTime.text(conversation.deletedAt()),
        WireTime.text(conversation.createdAt()),
        WireTime.text(conversation.updatedAt()),
        UserResponse.from(conversation.first()),
        UserResponse.from(conversation.second()),
        entry.unreadCount(),
        conversation.lastSequence().value());
  }
}
