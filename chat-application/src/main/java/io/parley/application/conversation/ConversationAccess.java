package io.parley.application.conversation;

import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.user.UserId;

/**
 * The one gate in front of everything that happens inside a conversation.
 *
 * @since 0.1
 */
public final class ConversationAccess {
  private final ConversationStore conversations;

  public ConversationAccess(ConversationStore conversations) {
    this.conversations = conversations;
  }

  /**
   * Lets participants through; blocks for at most one round trip.
   *
   * @return both users of the conversation
   * @throws io.parley.domain.error.ChatException {@link
   *     io.parley.domain.error.ErrorCode#CONVERSATION_NOT_FOUND} for a stranger as for a
   *     conversation that does not exist
   */
  public Participants require(ConversationId conversation, UserId user) {
    return conversations.participants(conversation, user).orElseThrow(Conversation::notFound);
  }
}
