package io.parley.adapter.memory;

import io.parley.domain.conversation.Sequence;

/** Where a message is. */
record Place(StoredConversation conversation, Sequence sequence) {
  StoredMessage message() {
    return conversation.get(sequence);
  }

  MessageSnapshot snapshot() {
    return conversation.snapshot(message());
  }
}
