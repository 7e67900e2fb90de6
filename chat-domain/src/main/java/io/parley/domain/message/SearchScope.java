package io.parley.domain.message;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.user.UserId;

/**
 * Where is searched.
 *
 * @since 0.1
 */
public sealed interface SearchScope {

  /** One conversation. */
  record InConversation(ConversationId conversation) implements SearchScope {}

  /** All conversations that a user is in. */
  record InAllOf(UserId user) implements SearchScope {}
}
