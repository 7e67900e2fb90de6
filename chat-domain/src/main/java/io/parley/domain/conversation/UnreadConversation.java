package io.parley.domain.conversation;

import io.parley.domain.user.User;

/**
 * A conversation in which a user has something to read.
 *
 * @param unreadCount at least 1
 * @param other the participant whose messages wait
 * @since 0.1
 */
public record UnreadConversation(ConversationId conversation, long unreadCount, User other) {}
