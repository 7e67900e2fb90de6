package io.parley.application.message;

import io.parley.application.conversation.ConversationAccess;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageHistory.Slice;
import io.parley.domain.user.UserId;

/**
 * Shows a participant the messages of a conversation. Every method throws {@link
 * io.parley.domain.error.ErrorCode#CONVERSATION_NOT_FOUND} for whoever is not in it.
 *
 * @since 0.1
 */
public final class ReadHistory {
  private final ConversationAccess access;
  private final MessageHistory history;

  public ReadHistory(ConversationAccess access, MessageHistory history) {
    this.access = access;
    this.history = history;
  }

  /** A page by number, oldest first. */
  public Page<Message> page(UserId user, ConversationId conversation, PageRequest request) {
    access.require(conversation, user);
    return history.page(conversation, request);
  }

  /** What follows a position, oldest first. */
  public Slice after(UserId user, ConversationId conversation, Sequence after, int limit) {
    access.require(conversation, user);
    return history.after(conversation, after, limit);
  }

  /** What comes next before a position, oldest first. */
  public Slice before(UserId user, ConversationId conversation, Sequence before, int limit) {
    access.require(conversation, user);
    return history.before(conversation, before, limit);
  }
}
