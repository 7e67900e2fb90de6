package io.parley.examples.h2;

import io.parley.domain.message.Message;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageSearch;

/** Looks at every message of the scope: everything is news to who knows nothing. */
final class H2MessageSearch implements MessageSearch {
  private final MessageLog log;
  private final MessageHistory history;

  H2MessageSearch(MessageLog log, MessageHistory history) {
    this.log = log;
    this.history = history;
  }

  @Override
  public Page<Message> search(SearchScope scope, SearchText text, PageRequest request) {
    MessageLog.News all = log.news(MessageLog.Position.START, scope, text, request);
    return Page.of(history.findUndeleted(all.page()), all.total(), request);
  }
}
