package io.parley.adapter.memory;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.conversation.UnreadConversation;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far each participant has read. */
final class MemoryReadReceiptStore implements ReadReceiptStore {
  private final ChatState state;
  private final UserProfiles profiles;

  MemoryReadReceiptStore(ChatState state, UserProfiles profiles) {
    this.state = state;
    this.profiles = profiles;
  }

  @Override
  public Marked markRead(ConversationId id, UserId reader, Optional<Sequence> upTo) {
    synchronized (state) {
      StoredConversation conversation = state.requireConversation(id, reader);
      Sequence last = conversation.lastSequence();
      Sequence wanted = upTo.filter(position -> position.compareTo(last) < 0).orElse(last);
      boolean moves = !conversation.readBy(reader).covers(wanted);
      if (moves) {
        conversation.markRead(reader, wanted, state.now());
      }
      return new Marked(receipt(conversation, reader), moves, conversation.state());
    }
  }

  private static ReadReceipt receipt(StoredConversation conversation, UserId reader) {
    UserId author = conversation.participants().otherThan(reader);
    ReadPosition position = conversation.readBy(reader);
    Instant readAt = position.readAt(position.upTo()).orElse(conversation.createdAt());
    return new ReadReceipt(conversation.id(), reader, author, position.upTo(), readAt);
  }

  @Override
  public long unreadTotal(UserId user) {
    synchronized (state) {
      return state.conversationsOf(user).stream()
          .mapToLong(conversation -> conversation.readBy(user).unread())
          .sum();
    }
  }

  @Override
  public List<UnreadConversation> unreadByConversation(UserId user) {
    List<ConversationSnapshot> waiting;
    synchronized (state) {
      waiting =
          state.newestFirst(user).stream()
              .filter(conversation -> conversation.readBy(user).unread() > 0)
              .map(StoredConversation::snapshot)
              .toList();
    }
    return profiles.unread(user, waiting);
  }
}
