package io.parley.adapter.memory;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/** A message without what belongs to others: the users' names and how far the receiver has read. */
record StoredMessage(
    MessageId id,
    ConversationId conversation,
    Sequence sequence,
    MessageDraft draft,
    Optional<Instant> deletedAt,
    Instant createdAt,
    Instant updatedAt) {

  boolean isDeleted() {
    return deletedAt.isPresent();
  }

  boolean isAddressedTo(UserId user) {
    return draft.receiver().equals(user);
  }

  StoredMessage deleted(Instant at) {
    return new StoredMessage(
        id, conversation, sequence, draft, Optional.of(at), createdAt, changed(at));
  }

  StoredMessage restored(Instant at) {
    return new StoredMessage(
        id, conversation, sequence, draft, Optional.empty(), createdAt, changed(at));
  }

  private Instant changed(Instant at) {
    Instant next = updatedAt.plusMillis(1);
    return at.isAfter(next) ? at : next;
  }
}
