package io.parley.application.receipt;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.MessagesRead;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.ReadReceiptStore.Marked;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.UserId;
import java.util.Optional;

/**
 * Moves a participant's read position forward and tells the author; a repeat tells nobody.
 *
 * @since 0.1
 */
public final class MarkRead {
  private final ReadReceiptStore receipts;
  private final ChatNotifier notifier;

  public MarkRead(ReadReceiptStore receipts, ChatNotifier notifier) {
    this.receipts = receipts;
    this.notifier = notifier;
  }

  /**
   * Marks everything up to a position as read.
   *
   * @param upTo empty for everything that is there
   * @return the position after the call
   * @throws io.parley.domain.error.ChatException {@link
   *     io.parley.domain.error.ErrorCode#CONVERSATION_NOT_FOUND} for whoever is not in it
   */
  public ReadReceipt mark(UserId reader, ConversationId conversation, Optional<Sequence> upTo) {
    Marked marked = receipts.markRead(conversation, reader, upTo);
    if (marked.moved()) {
      notifier.publish(new MessagesRead(marked.receipt()));
      notifier.publish(new ConversationUpdated(marked.state()));
    }
    return marked.receipt();
  }
}
