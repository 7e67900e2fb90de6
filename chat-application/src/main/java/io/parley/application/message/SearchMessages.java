package io.parley.application.message;

import io.parley.application.conversation.ConversationAccess;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.message.Message;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageSearch;
import io.parley.domain.user.UserId;

/**
 * Finds messages by a part of their content, newest first.
 *
 * @since 0.1
 */
public final class SearchMessages {
  private final ConversationAccess access;
  private final MessageSearch search;

  public SearchMessages(ConversationAccess access, MessageSearch search) {
    this.access = access;
    this.search = search;
  }

  /**
   * Searches one conversation.
   *
   * @throws io.parley.domain.error.ChatException {@link
   *     io.parley.domain.error.ErrorCode#CONVERSATION_NOT_FOUND} for whoever is not in it
   */
  public Page<Message> inConversation(
      UserId user, ConversationId conversation, SearchText text, PageRequest request) {
    access.require(conversation, user);
    return search.search(new SearchScope.InConversation(conversation), text, request);
  }

  /** Searches all conversations of the user. */
  public Page<Message> everywhere(UserId user, SearchText text, PageRequest request) {
    return search.search(new SearchScope.InAllOf(user), text, request);
  }
}
