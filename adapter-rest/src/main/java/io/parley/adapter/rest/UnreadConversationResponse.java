package io.parley.adapter.rest;

import io.parley.domain.conversation.UnreadConversation;

/** A conversation with something to read. */
record UnreadConversationResponse(long conversationId, long unreadCount, UserResponse otherUser) {
  static UnreadConversationResponse from(UnreadConversation unread) {
    return new UnreadConversationResponse(
        unread.conversation().value(), unread.unreadCount(), UserResponse.from(unread.other()));
  }
}
