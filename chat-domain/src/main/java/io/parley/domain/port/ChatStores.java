package io.parley.domain.port;

/**
 * The ports of one store: all of them see the same data.
 *
 * @since 0.1
 */
public interface ChatStores {
  MessageStore messages();

  MessageHistory history();

  /**
   * As {@link #history()}, for what users are shown: maybe a replica that has caught up. Not for
   * what a write depends on.
   */
  default MessageHistory shownHistory() {
    return history();
  }

  MessageSearch search();

  MessageLog log();

  ConversationStore conversations();

  /** As {@link #conversations()}, and like {@link #shownHistory()} for what users are shown. */
  default ConversationStore shownConversations() {
    return conversations();
  }

  ReadReceiptStore receipts();

  ChangeFeed changes();

  UserDirectory users();
}
