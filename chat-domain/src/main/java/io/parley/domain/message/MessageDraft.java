package io.parley.domain.message;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.user.UserId;
import java.util.Optional;

/**
 * A message that is not stored yet: it has no id, no position and no time.
 *
 * @param conversation the conversation that the client believes it writes to; it must be the one of
 *     the two users
 * @param clientMessageId makes a repeat recognisable; without it every draft is a new message
 * @param flag of the host, never of a client; says nothing of whether it is a repeat
 * @since 0.1
 */
public record MessageDraft(
    UserId sender,
    UserId receiver,
    Optional<ConversationId> conversation,
    MessageContent content,
    Optional<AttachmentUrl> attachment,
    Optional<ClientMessageId> clientMessageId,
    Optional<MessageFlag> flag) {

  public MessageDraft {
    Participants.of(sender, receiver); // nobody writes to himself
  }

  /** What a client says: there is no flag. */
  public MessageDraft(
      UserId sender,
      UserId receiver,
      Optional<ConversationId> conversation,
      MessageContent content,
      Optional<AttachmentUrl> attachment,
      Optional<ClientMessageId> clientMessageId) {
    this(sender, receiver, conversation, content, attachment, clientMessageId, Optional.empty());
  }

  /**
   * Nothing but a text.
   *
   * @throws io.parley.domain.error.InvalidValueException if the content is none
   */
  public static MessageDraft of(UserId sender, UserId receiver, String content) {
    return new MessageDraft(
        sender,
        receiver,
        Optional.empty(),
        new MessageContent(content),
        Optional.empty(),
        Optional.empty());
  }

  /** The same, and its repeats are recognised. */
  public MessageDraft withClientMessageId(String id) {
    return new MessageDraft(
        sender,
        receiver,
        conversation,
        content,
        attachment,
        Optional.of(new ClientMessageId(id)),
        flag);
  }

  /** The same with another content. */
  public MessageDraft withContent(MessageContent other) {
    return new MessageDraft(
        sender, receiver, conversation, other, attachment, clientMessageId, flag);
  }

  /** The same with a flag of the host. */
  public MessageDraft withFlag(MessageFlag noted) {
    return new MessageDraft(
        sender, receiver, conversation, content, attachment, clientMessageId, Optional.of(noted));
  }

  public Participants participants() {
    return Participants.of(sender, receiver);
  }

  /** Whether {@code message}, which has the same client message id, is what this draft says. */
  public boolean isRepeatOf(Message message) {
    return message.receiver().id().equals(receiver)
        && message.content().equals(content)
        && message.attachment().equals(attachment);
  }
}
