package io.parley.domain.receipt;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.user.UserId;
import java.time.Instant;

/**
 * How far a participant has read; only ever moves forward.
 *
 * @param author the other participant, whose messages were read
 * @param upTo the last position that is read
 * @since 0.1
 */
public record ReadReceipt(
    ConversationId conversation, UserId reader, UserId author, Sequence upTo, Instant readAt) {
  public Participants participants() {
    return Participants.of(reader, author);
  }
}
