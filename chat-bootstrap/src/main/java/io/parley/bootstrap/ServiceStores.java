package io.parley.bootstrap;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.port.ChatStores;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageSearch;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.UserDirectory;

/**
 * The stores as the service has them: measured and followed where that is worth it, and searched by
 * the index.
 */
record ServiceStores(
    PostgresStores postgres, MessageStore messages, MessageSearch search, ChangeFeed changes)
    implements ChatStores {
  @Override
  public MessageHistory history() {
    return postgres.history();
  }

  @Override
  public MessageHistory shownHistory() {
    return postgres.shownHistory();
  }

  @Override
  public MessageLog log() {
    return postgres.log();
  }

  @Override
  public ConversationStore conversations() {
    return postgres.conversations();
  }

  @Override
  public ConversationStore shownConversations() {
    return postgres.shownConversations();
  }

  @Override
  public ReadReceiptStore receipts() {
    return postgres.receipts();
  }

  @Override
  public UserDirectory users() {
    return postgres.users();
  }
}
