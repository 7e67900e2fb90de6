package io.parley.domain.conversation;

import io.parley.domain.error.InvalidValueException;

/**
 * The id of a conversation: 1 to 2^63 - 1.
 *
 * @since 0.1
 */
public record ConversationId(long value) implements Comparable<ConversationId> {
  public ConversationId {
    if (value < 1) {
      throw new InvalidValueException("conversationId", "must be a positive integer");
    }
  }

  @Override
  public int compareTo(ConversationId other) {
    return Long.compare(value, other.value);
  }
}
