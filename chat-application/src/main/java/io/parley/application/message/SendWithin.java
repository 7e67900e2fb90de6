package io.parley.application.message;

import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.port.TransactionalAppend;

/**
 * Stores messages within transactions of the host, and tells both users once it has committed.
 *
 * @param <T> what stands for a transaction
 * @since 0.1
 */
public final class SendWithin<T> {
  private final TransactionalAppend<T> store;
  private final ChatNotifier notifier;

  public SendWithin(TransactionalAppend<T> store, ChatNotifier notifier) {
    this.store = store;
    this.notifier = notifier;
  }

  /**
   * Stores a message, which is there once the transaction commits; blocks. Other messages of the
   * conversation wait until the transaction ends, so it had better be short. The rules of the host
   * are not asked: he writes himself.
   *
   * @return to be told of the commit; to be forgotten if there is none
   * @throws RuntimeException as {@link TransactionalAppend#append} says
   */
  public Stored store(T transaction, MessageDraft draft) {
    notifier.uncertain(draft); // a later message may be announced before the commit is told here
    return new Stored(store.append(transaction, draft), notifier);
  }

  /** A message that is stored if its transaction commits. */
  public static final class Stored {
    private final Appended appended;
    private final ChatNotifier notifier;

    private Stored(Appended appended, ChatNotifier notifier) {
      this.appended = appended;
      this.notifier = notifier;
    }

    /** As it will be. */
    public Message message() {
      return appended.message();
    }

    /** Whether it is a repeat of a message that was stored before. */
    public boolean isDuplicate() {
      return appended.duplicate();
    }

    /** To be called when the transaction has committed: tells both users. */
    public void committed() {
      SendMessage.announce(appended, notifier);
    }
  }
}
