package io.parley.domain.port;

import io.parley.domain.conversation.ConversationState;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Durable, ordered log of the messages of each conversation: the writing half. Thread-safe.
 * Sequences are 1, 2, 3 … without gaps and in commit order within one conversation; nothing is
 * promised across conversations. Unread counts change in the same transaction as the message.
 *
 * @since 0.1
 */
public interface MessageStore {
  /**
   * Stores a message exactly once, without blocking the caller; completes after the commit. Creates
   * the conversation of the two users with its first message. Drafts that one thread appends to one
   * conversation are stored in that order, and stages of one conversation complete in sequence
   * order. A draft that cannot be stored fails alone.
   *
   * <p>A draft whose (sender, client message id) was stored before is not stored again: the first
   * message comes back with {@link Appended#duplicate()} set.
   *
   * @param onStored runs once, after the commit and before the stage completes, for a duplicate
   *     too; for one conversation it runs one message at a time, in sequence order: work that is
   *     chained to the stage may run late, as it may be chained after the completion, so what has
   *     to keep the order belongs here. It must not block, nor wait for another append; if it
   *     throws, the message is stored all the same and the stage fails with what it threw
   * @return fails with {@link ErrorCode#RECEIVER_NOT_FOUND} or {@link ErrorCode#SENDER_NOT_FOUND}
   *     if the user directory does not know one of the two; with {@link
   *     ErrorCode#CONVERSATION_NOT_FOUND} if the draft names a conversation that is not theirs;
   *     with {@link ErrorCode#IDEMPOTENCY_CONFLICT} if the client message id belongs to a message
   *     with another receiver, content or attachment; with {@link StoreUnavailableException} if too
   *     many drafts wait or it is unknown whether the message was stored: retry with the same draft
   */
  CompletionStage<Appended> append(MessageDraft draft, Consumer<Appended> onStored);

  /** As {@link #append(MessageDraft, Consumer)}, with nothing to do in sequence order. */
  default CompletionStage<Appended> append(MessageDraft draft) {
    return append(draft, appended -> {});
  }

  /**
   * Answers a draft that must not be stored, though it may have been before: who repeats it is to
   * learn of the message that it became, whatever has been decided since. Stores nothing. Drafts of
   * the same two users that were appended before count, though they may wait to be stored.
   *
   * @param refusal what the stage fails with unless the draft is a repeat
   * @return the first message, with {@link Appended#duplicate()} set; fails with {@link
   *     ErrorCode#IDEMPOTENCY_CONFLICT} and with {@link StoreUnavailableException} as an append
   */
  CompletionStage<Appended> refuse(MessageDraft draft, ChatException refusal);

  /**
   * Soft-deletes a message: it leaves every list, search, count and preview, its row stays, and its
   * {@code updatedAt} is later than before. Blocks.
   *
   * @return {@link Changed#changed()} is false if it was deleted already
   * @throws ChatException {@link ErrorCode#MESSAGE_NOT_FOUND}
   * @throws StoreUnavailableException if the outcome is unknown; repeating is safe
   */
  Changed delete(MessageId message);

  /**
   * Takes a soft delete back: the message is where it was, unread if it was never read, and its
   * {@code updatedAt} is later than before. Blocks.
   *
   * @return {@link Changed#changed()} is false if it was not deleted
   * @throws ChatException {@link ErrorCode#MESSAGE_NOT_FOUND}
   * @throws StoreUnavailableException if the outcome is unknown; repeating is safe
   */
  Changed restore(MessageId message);

  /**
   * The outcome of an append.
   *
   * @param duplicate the message was stored by an earlier append
   * @param state the conversation as this message left it; for a duplicate, as it is now
   */
  record Appended(Message message, boolean duplicate, ConversationState state) {}

  /**
   * The outcome of a delete or restore.
   *
   * @param changed whether this call is the one that changed the message
   * @param state the conversation after the call
   */
  record Changed(Message message, boolean changed, ConversationState state) {}
}
