package io.parley.domain.port;

import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.MessageStore.Appended;

/**
 * Stores messages within transactions that somebody else begins and ends. Thread-safe for different
 * transactions.
 *
 * @param <T> what stands for a transaction, such as a JDBC connection
 * @since 0.1
 */
@FunctionalInterface
public interface TransactionalAppend<T> {
  /**
   * As {@link MessageStore#append}, but nothing of it is there for others before the transaction
   * commits, and nothing at all if it does not. The conversation is locked until then.
   *
   * @throws io.parley.domain.error.ChatException as {@link MessageStore#append} says; the
   *     transaction may go on
   * @throws io.parley.domain.error.StoreUnavailableException if the transaction cannot go on
   */
  Appended append(T transaction, MessageDraft draft);
}
