package io.parley.adapter.rest;

import io.parley.domain.message.Message;
import io.parley.domain.page.Page;
import java.util.List;

/**
 * A page of messages.
 *
 * @param page from 1
 * @param totalPages 0 when there is nothing
 */
record MessagePageResponse(List<MessageResponse> messages, long total, long page, long totalPages) {

  static MessagePageResponse from(Page<Message> page) {
    return new MessagePageResponse(
        page.items().stream().map(MessageResponse::from).toList(),
        page.total(),
        page.page(),
        page.totalPages());
  }
}
