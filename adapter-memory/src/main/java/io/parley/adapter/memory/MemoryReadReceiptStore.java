package io.parley.adapter.memory;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.conversation.UnreadConversation;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
        state.markRead(conversation, reader, wanted);
      }
      return new Marked(conversation.receipt(reader), moves, conversation.state());
    }
  }

  @Override
  public List<ReadReceipt> positions(Map<ConversationId, Participants> conversations) {
    synchronized (state) {
      return conversations.entrySet().stream()
          .flatMap(
              entry ->
                  Stream.of(entry.getValue().first(), entry.getValue().second())
                      .map(
                          reader ->
                              state.requireConversation(entry.getKey(), reader).receipt(reader)))
          .filter(receipt -> !receipt.upTo().equals(Sequence.NONE))
          .toList();
    }
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
