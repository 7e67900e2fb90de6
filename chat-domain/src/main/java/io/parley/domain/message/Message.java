package io.parley.domain.message;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.User;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored message.
 *
 * @param readAt when the receiver first marked a position at or after this message as read
 * @param deletedAt set while the message is soft-deleted
 * @param createdAt the database's time, never before that of the message one position earlier
 * @param updatedAt when it was deleted or restored last, in milliseconds and later each time;
 *     {@code createdAt} if never
 * @param flag what the host has noted of it; for the host only, never for the participants
 * @since 0.1
 */
public record Message(
    MessageId id,
    ConversationId conversation,
    Sequence sequence,
    User sender,
    User receiver,
    MessageContent content,
    Optional<AttachmentUrl> attachment,
    Optional<ClientMessageId> clientMessageId,
    Optional<Instant> readAt,
    Optional<Instant> deletedAt,
    Instant createdAt,
    Instant updatedAt,
    Optional<MessageFlag> flag) {

  public Participants participants() {
    return Participants.of(sender.id(), receiver.id());
  }

  public boolean isRead() {
    return readAt.isPresent();
  }

  public boolean isDeleted() {
    return deletedAt.isPresent();
  }

  /** The refusal for a message that does not exist, or not for the caller. */
  public static ChatException notFound() {
    return new ChatException(ErrorCode.MESSAGE_NOT_FOUND, "Message not found");
  }
}
