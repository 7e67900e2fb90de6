package io.parley.domain.conversation;

import io.parley.domain.message.Sequence;
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
}
