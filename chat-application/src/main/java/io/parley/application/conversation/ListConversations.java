package io.parley.application.conversation;

import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.user.UserId;

/**
 * Lists a user's conversations, that with the newest message first.
 *
 * @since 0.1
 */
public final class ListConversations {
  private final ConversationStore conversations;

  public ListConversations(ConversationStore conversations) {
    this.conversations = conversations;
  }

  public Page<InboxEntry> list(UserId user, PageRequest request) {
    return conversations.inbox(user, request);
  }
}
