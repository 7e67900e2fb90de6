package io.parley.application.conversation;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.user.UserId;

/** The one gate in front of everything that happens inside a conversation. */
public final class ConversationAccess {
  private final ConversationStore conversations;

  public ConversationAccess(ConversationStore conversations) {
    this.conversations = conversations;
  }

  /**
   * Lets participants through; blocks for at most one round trip.
   *
   * @return both users of the conversation
   * @throws ChatException {@link ErrorCode#CONVERSATION_NOT_FOUND} for a stranger as for a
   *     conversation that does not exist
   */
  public Participants require(ConversationId conversation, UserId user) {
    return conversations
        .participants(conversation)
        .filter(participants -> participants.contains(user))
        .orElseThrow(
            () -> new ChatException(ErrorCode.CONVERSATION_NOT_FOUND, "Conversation not found"));
  }
}
