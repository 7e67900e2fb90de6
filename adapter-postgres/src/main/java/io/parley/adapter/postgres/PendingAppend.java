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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A draft on its way, and the promise made for it. */
final class PendingAppend {
  private final MessageDraft draft;
  private final Optional<ChatException> refusal;
  private final CompletableFuture<Appended> stored = new CompletableFuture<>();
  private final CompletionStage<Appended> outcome;
  private final @Nullable String requestId = MDC.get("requestId");
  private long sinceNanos;

  /**
   * @param onStored runs on the thread that stores, before the promise is kept
   */
  PendingAppend(MessageDraft draft, Consumer<Appended> onStored) {
    this(draft, Optional.empty(), onStored);
  }

  /** A draft that is only to be answered if it is a repeat. */
  PendingAppend(MessageDraft draft, ChatException refusal) {
    this(draft, Optional.of(refusal), first -> {});
  }

  private PendingAppend(
      MessageDraft draft, Optional<ChatException> refusal, Consumer<Appended> onStored) {
    this.draft = draft;
    this.refusal = refusal;
    // Chained before anything can complete it, so that it runs where and when that happens.
    this.outcome =
        stored.thenApply(
            appended -> {
              onStored.accept(appended);
              return appended;
            });
  }

  MessageDraft draft() {
    return draft;
  }

  /** Why it must not be stored. */
  Optional<ChatException> refusal() {
    return refusal;
  }

  /** The request that brought it, as the thread that made this names it in the log. */
  Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  CompletionStage<Appended> outcome() {
    return outcome;
  }

  /** Notes when it began to wait; guarded by the lock of the queue. */
  void waitsSince(long nanos) {
    sinceNanos = nanos;
  }

  long waitedNanos(long now) {
    return now - sinceNanos;
  }

  boolean hasOutcome() {
    return stored.isDone();
  }

  /** What makes a repeat recognisable; drafts without a client message id are never repeats. */
  Optional<DraftKey> key() {
    return draft.clientMessageId().map(id -> new DraftKey(draft.sender(), id));
  }

  void stored(Message message, ConversationState state) {
    stored.complete(new Appended(message, false, state));
  }

  /** Answers with the message that was stored before under the same key. */
  void repeats(Message first, ConversationState state) {
    if (draft.isRepeatOf(first)) {
      stored.complete(new Appended(first, true, state));
    } else {
      fail(
          new ChatException(
              ErrorCode.IDEMPOTENCY_CONFLICT,
              "clientMessageId was used for a message with other content"));
    }
  }

  void fail(Throwable failure) {
    stored.completeExceptionally(failure);
  }
}
