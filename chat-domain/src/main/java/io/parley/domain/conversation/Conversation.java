package io.parley.domain.conversation;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.User;
import java.time.Instant;
import java.util.Optional;

/**
 * What two users share.
 *
 * @param first the participant with the smaller id
 * @param second the participant with the larger id
 * @param lastMessage content of the newest message that is not deleted
 * @param lastMessageAt when the newest message was stored; never goes back
 * @param lastSequence the position of the newest message, deleted or not
 * @since 0.1
 */
public record Conversation(
    ConversationId id,
    User first,
    User second,
    Optional<String> lastMessage,
    Optional<Instant> lastMessageAt,
    Sequence lastSequence,
    Optional<Instant> deletedAt,
    Instant createdAt,
    Instant updatedAt) {

  public Participants participants() {
    return new Participants(first.id(), second.id());
  }

  /** The refusal for a conversation that does not exist, or not for the caller. */
  public static ChatException notFound() {
    return new ChatException(ErrorCode.CONVERSATION_NOT_FOUND, "Conversation not found");
  }
}
