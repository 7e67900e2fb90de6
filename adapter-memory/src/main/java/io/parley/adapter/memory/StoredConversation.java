package io.parley.adapter.memory;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A conversation with its messages and read positions; guarded by the lock of its state. */
final class StoredConversation {
  private final ConversationId id;
  private final Participants participants;
  private final Instant createdAt;
  private final OneAtATime completions = new OneAtATime();
  private final ReadPosition readByFirst = new ReadPosition();
  private final ReadPosition readBySecond = new ReadPosition();

  /** The message with sequence n is at index n - 1, deleted or not. */
  private final List<StoredMessage> messages = new ArrayList<>();

  private Instant updatedAt;
  private long changes;

  StoredConversation(ConversationId id, Participants participants, Instant createdAt) {
    this.id = id;
    this.participants = participants;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
  }

  ConversationId id() {
    return id;
  }

  Participants participants() {
    return participants;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** Where the outcomes of appends are completed, in the order in which they were stored. */
  OneAtATime completions() {
    return completions;
  }

  Sequence lastSequence() {
    return new Sequence(messages.size());
  }

  StoredMessage get(Sequence sequence) {
    return messages.get(index(sequence));
  }

  StoredMessage append(MessageId messageId, MessageDraft draft, Instant at) {
    Sequence sequence = new Sequence(messages.size() + 1L);
    StoredMessage message =
        new StoredMessage(messageId, id, sequence, draft, Optional.empty(), at, at);
    messages.add(message);
    changes++;
    updatedAt = at;
    readBy(draft.receiver()).addUnread(1);
    return message;
  }

  StoredMessage delete(StoredMessage message, Instant at) {
    return replace(message.deleted(at), -1, at);
  }

  StoredMessage restore(StoredMessage message, Instant at) {
    return replace(message.restored(at), 1, at);
  }

  private StoredMessage replace(StoredMessage message, long unreadChange, Instant at) {
    messages.set(index(message.sequence()), message);
    changes++;
    updatedAt = at;
    ReadPosition receiver = readBy(message.draft().receiver());
    if (!receiver.covers(message.sequence())) {
      receiver.addUnread(unreadChange);
    }
    return message;
  }

  void markRead(UserId reader, Sequence upTo, Instant at) {
    long unreadAfter =
        messages.subList(Math.toIntExact(upTo.value()), messages.size()).stream()
            .filter(message -> !message.isDeleted() && message.isAddressedTo(reader))
            .count();
    changes++;
    readBy(reader).moveTo(upTo, at, unreadAfter);
  }

  ReadReceipt receipt(UserId reader) {
    ReadPosition position = readBy(reader);
    return new ReadReceipt(
        id,
        reader,
        participants.otherThan(reader),
        position.upTo(),
        position.readAt(position.upTo()).orElse(createdAt));
  }

  ReadPosition readBy(UserId participant) {
    return participant.equals(participants.first()) ? readByFirst : readBySecond;
  }

  MessageSnapshot snapshot(StoredMessage message) {
    return new MessageSnapshot(
        message, readBy(message.draft().receiver()).readAt(message.sequence()));
  }

  ConversationSnapshot snapshot() {
    return new ConversationSnapshot(state(), createdAt, updatedAt);
  }

  /** The messages after a position, deleted or not. */
  List<StoredMessage> after(Sequence position) {
    int first = Math.toIntExact(Math.min(position.value(), messages.size()));
    return messages.subList(first, messages.size());
  }

  List<StoredMessage> undeleted() {
    return messages.stream().filter(message -> !message.isDeleted()).toList();
  }

  ConversationState state() {
    return new ConversationState(
        id,
        participants,
        lastMessage(),
        messages.isEmpty() ? Optional.empty() : Optional.of(lastMessageAt()),
        lastSequence(),
        readByFirst.unread(),
        readBySecond.unread(),
        changes);
  }

  /** When the newest message was stored; when the conversation began if there is none. */
  Instant lastMessageAt() {
    return messages.isEmpty() ? createdAt : messages.get(messages.size() - 1).createdAt();
  }

  private Optional<String> lastMessage() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      StoredMessage message = messages.get(i);
      if (!message.isDeleted()) {
        return Optional.of(message.draft().content().text());
      }
    }
    return Optional.empty();
  }

  private static int index(Sequence sequence) {
    return Math.toIntExact(sequence.value() - 1);
  }
}
