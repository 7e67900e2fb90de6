package io.parley.application.message;

import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.MessageDeleted;
import io.parley.domain.event.ChatEvent.MessageRestored;
import io.parley.domain.message.Authorship;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.MessageStore.Changed;
import io.parley.domain.user.UserId;

/**
 * Lets an author soft-delete a message, and take that back; both are idempotent.
 *
 * @since 0.1
 */
public final class DeleteMessage {
  private final MessageHistory history;
  private final MessageStore messages;
  private final ChatNotifier notifier;

  public DeleteMessage(MessageHistory history, MessageStore messages, ChatNotifier notifier) {
    this.history = history;
    this.messages = messages;
    this.notifier = notifier;
  }

  /**
   * Deletes a message of {@code author} and tells both users.
   *
   * @throws io.parley.domain.error.ChatException as {@link Authorship#requireAuthor} says
   */
  public void delete(UserId author, MessageId id) {
    requireAuthor(author, id);
    Changed deleted = messages.delete(id);
    if (deleted.changed()) {
      notifier.publish(new MessageDeleted(deleted.message()));
      notifier.publish(new ConversationUpdated(deleted.state()));
    }
  }

  /**
   * Brings a deleted message of {@code author} back and tells both users.
   *
   * @throws io.parley.domain.error.ChatException as {@link Authorship#requireAuthor} says
   */
  public Message restore(UserId author, MessageId id) {
    requireAuthor(author, id);
    Changed restored = messages.restore(id);
    if (restored.changed()) {
      notifier.publish(new MessageRestored(restored.message()));
      notifier.publish(new ConversationUpdated(restored.state()));
    }
    return restored.message();
  }

  private void requireAuthor(UserId user, MessageId id) {
    history.authorship(id, user).orElseThrow(Message::notFound).requireAuthor(user);
  }
}
