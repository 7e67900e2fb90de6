package io.parley.adapter.rest;

import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.page.Page;
import java.util.List;

/**
 * A page of conversations.
 *
 * @param page from 1
 * @param totalPages 0 when there is nothing
 */
record ConversationPageResponse(
    List<ConversationResponse> conversations, long total, long page, long totalPages) {

  static ConversationPageResponse from(Page<InboxEntry> page) {
    return new ConversationPageResponse(
        page.items().stream().map(ConversationResponse::from).toList(),
        page.total(),
        page.page(),
        page.totalPages());
  }
}
