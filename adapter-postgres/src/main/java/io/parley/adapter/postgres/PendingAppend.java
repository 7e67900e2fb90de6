package io.parley.adapter.postgres;

import io.parley.domain.conversation.ConversationState;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.MessageStore.Appended;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A draft on its way, and the promise made for it. */
final class PendingAppend {
  private final MessageDraft draft;
  private final CompletableFuture<Appended> outcome = new CompletableFuture<>();

  PendingAppend(MessageDraft draft) {
    this.draft = draft;
  }

  MessageDraft draft() {
    return draft;
  }

  CompletionStage<Appended> outcome() {
    return outcome;
  }

  /** What makes a repeat recognisable; drafts without a client message id are never repeats. */
  Optional<DraftKey> key() {
    return draft.clientMessageId().map(id -> new DraftKey(draft.sender(), id));
  }

  void stored(Message message, ConversationState state) {
    outcome.complete(new Appended(message, false, state));
  }

  /** Answers with the message that was stored before under the same key. */
  void repeats(Message first, ConversationState state) {
    if (draft.isRepeatOf(first)) {
      outcome.complete(new Appended(first, true, state));
    } else {
      fail(
          new ChatException(
              ErrorCode.IDEMPOTENCY_CONFLICT,
              "clientMessageId was used for a message with other content"));
    }
  }

  void fail(Throwable failure) {
    outcome.completeExceptionally(failure);
  }
}
