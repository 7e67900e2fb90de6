package io.parley.domain.port;

/**
 * The ports of one store: all of them see the same data.
 *
 * @since 0.1
 */
public interface ChatStores {
  MessageStore messages();

  MessageHistory history();

  MessageSearch search();

  MessageLog log();

  ConversationStore conversations();

  ReadReceiptStore receipts();

  ChangeFeed changes();

  UserDirectory users();
}
