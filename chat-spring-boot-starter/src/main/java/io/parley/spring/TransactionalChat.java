package io.parley.spring;

import io.parley.application.message.SendWithin;
import io.parley.application.message.SendWithin.Stored;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import java.sql.Connection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sends within Spring's transactions: what the transaction stores and the message are there
 * together, or neither is. Both users are told after the commit. Thread-safe.
 */
public final class TransactionalChat {
  private final DataSource database;
  private final SendWithin<Connection> sendWithin;

  TransactionalChat(DataSource database, SendWithin<Connection> sendWithin) {
    this.database = database;
    this.sendWithin = sendWithin;
  }

  /**
   * Stores a message within the transaction of this thread. The conversation is locked until it
   * ends. A message that a savepoint takes back, as that of a nested transaction, is not announced.
   * After a commit, as in an {@code AFTER_COMMIT} listener, it takes a transaction of its own
   * ({@code REQUIRES_NEW}).
   *
   * @return the message; there for others once the transaction has committed
   * @throws io.parley.domain.error.ChatException as a send without a transaction does; the
   *     transaction may go on
   * @throws IllegalStateException if there is no transaction
   */
  public Message send(MessageDraft draft) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("There is no transaction to send within");
    }
    Connection connection = DataSourceUtils.getConnection(database);
    try {
      Stored stored = sendWithin.store(connection, draft);
      TransactionSynchronizationManager.registerSynchronization(new AfterCommit(stored));
      return stored.message();
    } finally {
      DataSourceUtils.releaseConnection(connection, database);
    }
  }

  /** Tells both users, if the message is still there. */
  private static final class AfterCommit implements TransactionSynchronization {
    private final Stored stored;

    /** Savepoints that were made when the message was stored already. */
    private final Set<Object> later = Collections.newSetFromMap(new IdentityHashMap<>());

    private boolean takenBack;

    AfterCommit(Stored stored) {
      this.stored = stored;
    }

    @Override
    public void savepoint(Object savepoint) {
      later.add(savepoint);
    }

    @Override
    public void savepointRollback(Object savepoint) {
      takenBack |= !later.contains(savepoint);
    }

    @Override
    public void afterCommit() {
      if (!takenBack) {
        stored.committed();
      }
    }
  }
}
