package io.parley.domain.conversation;

/**
 * A conversation as one of its participants sees it in the list.
 *
 * @param unreadCount unread, undeleted messages addressed to that participant
 * @since 0.1
 */
public record InboxEntry(Conversation conversation, long unreadCount) {}
