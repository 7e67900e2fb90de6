package io.parley.domain.presence;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.user.UserId;

/**
 * Somebody opened or closed a conversation on one of his connections; never stored.
 *
 * @param origin the connection, which is not told
 * @since 0.1
 */
public record FollowSignal(
    ConversationId conversation, UserId user, boolean following, ConnectionId origin) {}
