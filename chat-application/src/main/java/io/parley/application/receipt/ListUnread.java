package io.parley.application.receipt;

import io.parley.domain.conversation.UnreadConversation;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.user.UserId;
import java.util.List;

/**
 * Tells a user how much there is to read, in all and by conversation.
 *
 * @since 0.1
 */
public final class ListUnread {
  private final ReadReceiptStore receipts;

  public ListUnread(ReadReceiptStore receipts) {
    this.receipts = receipts;
  }

  /** Unread, undeleted messages addressed to the user. */
  public long total(UserId user) {
    return receipts.unreadTotal(user);
  }

  /** The conversations with something to read, that with the newest message first. */
  public List<UnreadConversation> byConversation(UserId user) {
    return receipts.unreadByConversation(user);
  }
}
