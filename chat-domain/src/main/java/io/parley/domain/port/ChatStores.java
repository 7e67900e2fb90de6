package io.parley.domain.port;

/**
 * The ports of one store: all of them see the same data.
 *
 * @since 0.1
 */
public interface ChatStores {
  MessageStore messages();

  MessageHistory history();

  /** As {@link #history()}, for what users look at: maybe from a copy that has everything. */
  default MessageHistory shownHistory() {
    return history();
  }

  MessageSearch search();

  MessageLog log();

  ConversationStore conversations();

  /** As {@link #conversations()}, for what users look at: maybe from a copy that has everything. */
  default ConversationStore shownConversations() {
    return conversations();
  }

  ReadReceiptStore receipts();

  ChangeFeed changes();

  UserDirectory users();
}
