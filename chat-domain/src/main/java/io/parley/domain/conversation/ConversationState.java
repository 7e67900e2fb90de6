package io.parley.domain.conversation;

import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a change left of a conversation, as of the change's commit: enough to redraw an inbox line.
 *
 * @param firstUnread unread, undeleted messages addressed to {@link Participants#first()}
 * @param secondUnread the same for {@link Participants#second()}
 * @param change the number of the conversation's last change, of any kind: of two states the one
 *     with the higher number is the newer
 * @since 0.1
 */
public record ConversationState(
    ConversationId id,
    Participants participants,
    Optional<String> lastMessage,
    Optional<Instant> lastMessageAt,
    Sequence lastSequence,
    long firstUnread,
    long secondUnread,
    long change) {

  /** Unread messages of {@code user}, who must be a participant. */
  public long unreadOf(UserId user) {
    return participants.otherThan(user).equals(participants.second()) ? firstUnread : secondUnread;
  }
}
