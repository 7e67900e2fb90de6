package io.parley.testkit.contract;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.port.ChangeFeed.Changes;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.sync.SyncCursor;
import io.parley.domain.user.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a client knows that only ever asks the feed: what it assembles has to be the truth. */
final class Replica {
  private final ChangeFeed feed;
  private final UserId user;
  private final int limit;
  private final Map<MessageId, Message> messages = new HashMap<>();
  private final Map<Side, Sequence> reads = new HashMap<>();
  private final Map<ConversationId, Long> unread = new HashMap<>();
  private Optional<SyncCursor> cursor = Optional.empty();

  Replica(ChangeFeed feed, UserId user, int limit) {
    this.feed = feed;
    this.user = user;
    this.limit = limit;
  }

  /** A participant of a conversation. */
  record Side(ConversationId conversation, UserId reader) {}

  /** Asks until there is no more. */
  void catchUp() {
    boolean hasMore;
    do {
      Changes changes = feed.since(user, cursor, limit);
      apply(changes);
      hasMore = changes.hasMore();
    } while (hasMore);
  }

  private void apply(Changes changes) {
    changes
        .conversations()
        .forEach(entry -> unread.put(entry.conversation().id(), entry.unreadCount()));
    changes.messages().forEach(message -> messages.put(message.id(), message));
    changes.restored().forEach(message -> messages.put(message.id(), message));
    changes.deleted().forEach(message -> messages.remove(message.id()));
    for (ReadReceipt receipt : changes.reads()) {
      reads.put(new Side(receipt.conversation(), receipt.reader()), receipt.upTo());
    }
    cursor = Optional.of(changes.next());
  }

  /** The undeleted messages that have come since the first look. */
  Map<MessageId, Message> messages() {
    return messages;
  }

  /** How far somebody has read. */
  Sequence readBy(ConversationId conversation, UserId reader) {
    return reads.getOrDefault(new Side(conversation, reader), Sequence.NONE);
  }

  /** Unread messages by conversation. */
  Map<ConversationId, Long> unread() {
    return unread;
  }
}
