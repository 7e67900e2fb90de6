package io.parley.domain.presence;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.user.UserId;

/**
 * Somebody began or stopped to type; never stored.
 *
 * @param origin the connection that it came from, which is not told
 * @since 0.1
 */
public record TypingSignal(
    ConversationId conversation, UserId user, boolean typing, ConnectionId origin) {}
